CREATE TABLE resource_photographs (
  id       TEXT   NOT NULL PRIMARY KEY,
  resource TEXT   NOT NULL, -- '' while it is kept for somebody who has not said yet what it shows
  sent_key TEXT   NOT NULL, -- what the sender calls it, so that sent twice is kept once; '' for none
  sha256   TEXT   NOT NULL, -- of what is seen; the bytes as they came are kept nowhere
  small    TEXT   NOT NULL, -- SHA-256 of the small picture
  media    TEXT   NOT NULL,
  size     BIGINT NOT NULL,
  author   TEXT   NOT NULL,
  licence  TEXT   NOT NULL,
  caption  TEXT   NOT NULL,
  lang     TEXT   NOT NULL, -- of the caption
  place    BIGINT NOT NULL, -- in the order they are shown; the first is the cover
  person   TEXT   NOT NULL, -- who sent it; never published
  at       BIGINT NOT NULL,
  removed  BIGINT NOT NULL  -- 0 while it stands
);
CREATE UNIQUE INDEX resource_photographs_sent ON resource_photographs (person, sent_key) WHERE sent_key <> '';
CREATE INDEX resource_photographs_resource ON resource_photographs (resource, place, id);
CREATE INDEX resource_photographs_person ON resource_photographs (person, at);
CREATE INDEX resource_photographs_small ON resource_photographs (sha256);
CREATE TABLE resource_photograph_contents ( -- what photographs contain, each once
  sha256 TEXT   NOT NULL PRIMARY KEY,
  scan   TEXT   NOT NULL CHECK (scan IN ('none', 'waiting', 'clean', 'infected')), -- none: there was no scanner
  found  TEXT   NOT NULL, -- what the scanner calls it, '' for nothing
  judged BIGINT NOT NULL  -- when the scanner said what it is, 0 for not yet
);
