-- Municipalities chosen by a published index. Once published, nothing changes a row.
CREATE TABLE chosen_selections (
  id          TEXT   NOT NULL PRIMARY KEY,
  number      BIGINT NOT NULL, -- in the order of publication, from 1; 0 until then
  index_id    TEXT   NOT NULL,
  title_bg    TEXT   NOT NULL,
  title_nb    TEXT   NOT NULL,
  title_en    TEXT   NOT NULL,
  state       TEXT   NOT NULL, -- proposed, published, sent_back
  units       BIGINT NOT NULL,
  chosen      BIGINT NOT NULL,
  program     TEXT   NOT NULL, -- the version of the program that followed the rule
  sha256      TEXT   NOT NULL, -- of selection.json, which names the other two files with their hashes
  rule        BYTEA  NOT NULL, -- selection.yaml, selection.csv and selection.json as they are published
  rows_file   BYTEA  NOT NULL,
  whole       BYTEA  NOT NULL,
  supersedes  TEXT   NOT NULL, -- id of the published selection whose place this one takes; '' for none
  proposed_by TEXT   NOT NULL,
  proposed_at BIGINT NOT NULL,
  decided_by  TEXT   NOT NULL, -- who confirmed it or sent it back; '' while it is proposed
  decided_at  BIGINT NOT NULL,
  reason      TEXT   NOT NULL, -- why it was sent back
  audit       TEXT   NOT NULL  -- id of the audit entry of the confirmation
);
CREATE UNIQUE INDEX chosen_numbers ON chosen_selections (number) WHERE number > 0;
CREATE UNIQUE INDEX chosen_superseded ON chosen_selections (supersedes) WHERE supersedes <> '' AND state = 'published';
-- One row, held while a selection gets its number.
CREATE TABLE chosen_state (
  name TEXT   NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL
);
INSERT INTO chosen_state (name, last) VALUES ('number', 0);
-- What the programme answered to a request to correct a figure. The request itself is an application.
CREATE TABLE chosen_corrections (
  application  TEXT   NOT NULL PRIMARY KEY,
  verdict      TEXT   NOT NULL, -- accepted, declined
  municipality TEXT   NOT NULL, -- the code; '' where it was declined, like the next two
  figure       TEXT   NOT NULL, -- the column of the data: unemployment_2019
  value        TEXT   NOT NULL, -- the right figure, a decimal with a point
  reason       TEXT   NOT NULL,
  answered_by  TEXT   NOT NULL,
  answered_at  BIGINT NOT NULL
);
