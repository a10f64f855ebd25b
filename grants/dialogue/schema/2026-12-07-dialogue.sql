CREATE TABLE dialogue_entries (
  id         TEXT   NOT NULL PRIMARY KEY,
  call       TEXT   NOT NULL, -- of a consultation, the call that is to be
  programme  TEXT   NOT NULL,
  sort       TEXT   NOT NULL CHECK (sort IN ('question', 'comment')),
  state      TEXT   NOT NULL CHECK (state IN ('waiting', 'answered', 'merged', 'dropped')),
  number     BIGINT NOT NULL, -- 0 until published; of a merged one, the number it was merged into
  lang       TEXT   NOT NULL, -- in which it was asked
  asked_text TEXT   NOT NULL, -- as it was asked; never published
  name       TEXT   NOT NULL, -- of a comment, where the writer gave one; '' otherwise
  mail       TEXT   NOT NULL, -- where the answer goes; never published, emptied once it went
  person     TEXT   NOT NULL, -- who asked, when signed in
  asked      BIGINT NOT NULL,
  text_bg    TEXT   NOT NULL,
  text_nb    TEXT   NOT NULL,
  text_en    TEXT   NOT NULL,
  answer_lang TEXT  NOT NULL,
  answer_bg  TEXT   NOT NULL,
  answer_nb  TEXT   NOT NULL,
  answer_en  TEXT   NOT NULL,
  answered   BIGINT NOT NULL,
  corrected  BIGINT NOT NULL,
  version    BIGINT NOT NULL, -- of the call when it was answered
  search     TEXT   NOT NULL
);
CREATE INDEX dialogue_entries_call ON dialogue_entries (call, sort, state, number);
CREATE TABLE dialogue_counters (
  call TEXT   NOT NULL,
  sort TEXT   NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (call, sort)
);
CREATE TABLE dialogue_consultations (
  call       TEXT   NOT NULL PRIMARY KEY, -- the id in the file; not published yet
  programme  TEXT   NOT NULL,
  definition TEXT   NOT NULL,
  closes     BIGINT NOT NULL,
  account    BIGINT NOT NULL, -- 1 where one must be signed in to comment
  at         BIGINT NOT NULL,
  by_person  TEXT   NOT NULL
);
CREATE INDEX dialogue_consultations_closes ON dialogue_consultations (closes, call);
