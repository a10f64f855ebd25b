CREATE TABLE selection_seeds (
  call    TEXT   NOT NULL PRIMARY KEY,
  seed    TEXT   NOT NULL,
  how_bg  TEXT   NOT NULL, -- how it was fixed, for people to check
  how_nb  TEXT   NOT NULL,
  how_en  TEXT   NOT NULL,
  officer TEXT   NOT NULL,
  at      BIGINT NOT NULL
);

CREATE TABLE selection_lists (
  id           TEXT   NOT NULL PRIMARY KEY,
  call         TEXT   NOT NULL,
  round        BIGINT NOT NULL, -- 1 for the first list of the call, one more after each reopening
  state        TEXT   NOT NULL, -- frozen, proposed, confirmed, reopened
  file         TEXT   NOT NULL, -- the bytes that are published
  hash         TEXT   NOT NULL, -- their SHA-256
  frozen_by    TEXT   NOT NULL,
  frozen_at    BIGINT NOT NULL,
  proposed_by  TEXT   NOT NULL,
  proposed_at  BIGINT NOT NULL,
  confirmed_by TEXT   NOT NULL,
  confirmed_at BIGINT NOT NULL,
  reopened_by  TEXT   NOT NULL,
  reopened_at  BIGINT NOT NULL,
  reason       TEXT   NOT NULL, -- why it was reopened
  audit        TEXT   NOT NULL, -- id of the audit entry of the freezing
  UNIQUE (call, round)
);
CREATE UNIQUE INDEX selection_lists_standing ON selection_lists (call) WHERE state <> 'reopened';
CREATE INDEX selection_lists_confirmed ON selection_lists (confirmed_at) WHERE state = 'confirmed';

CREATE TABLE selection_outcomes (
  application TEXT   NOT NULL PRIMARY KEY,
  call        TEXT   NOT NULL,
  number      TEXT   NOT NULL,
  outcome     TEXT   NOT NULL,
  twice       BIGINT NOT NULL, -- twice the score in hundredths; -1 where there is none
  place       BIGINT NOT NULL, -- on the list, 0 for the rejected
  reserve     BIGINT NOT NULL,
  award       BIGINT NOT NULL, -- cents
  at          BIGINT NOT NULL
);
CREATE INDEX selection_outcomes_by_call ON selection_outcomes (call, place);
