-- An index that is being made.
CREATE TABLE index_drafts (
  id         TEXT   NOT NULL PRIMARY KEY,
  title_bg   TEXT   NOT NULL,
  title_nb   TEXT   NOT NULL,
  title_en   TEXT   NOT NULL,
  plan       TEXT   NOT NULL, -- JSON: what was typed in the builder; '' while the framework and recipe are files that were given
  data       BYTEA  NOT NULL, -- empty where the figures of the programme are counted
  framework  BYTEA  NOT NULL,
  recipe     BYTEA  NOT NULL,
  rev        BIGINT NOT NULL,
  created    BIGINT NOT NULL,
  created_by TEXT   NOT NULL,
  changed    BIGINT NOT NULL,
  changed_by TEXT   NOT NULL
);
CREATE INDEX index_drafts_changed ON index_drafts (changed);
-- A draft as it was after each of its last saves.
CREATE TABLE index_draft_revisions (
  draft     TEXT   NOT NULL REFERENCES index_drafts (id),
  rev       BIGINT NOT NULL,
  plan      TEXT   NOT NULL,
  data      BYTEA  NOT NULL,
  framework BYTEA  NOT NULL,
  recipe    BYTEA  NOT NULL,
  at        BIGINT NOT NULL,
  by_person TEXT   NOT NULL,
  PRIMARY KEY (draft, rev)
);
-- A published index: the files it was made from, and the hash of what came of them. Nothing changes a row.
CREATE TABLE indices (
  id           TEXT   NOT NULL PRIMARY KEY,
  number       BIGINT NOT NULL UNIQUE,
  title_bg     TEXT   NOT NULL,
  title_nb     TEXT   NOT NULL,
  title_en     TEXT   NOT NULL,
  published    BIGINT NOT NULL,
  published_by TEXT   NOT NULL,
  program      TEXT   NOT NULL, -- the version of the program that counted
  sha256       TEXT   NOT NULL, -- of index.json, which names every file with its own
  units        BIGINT NOT NULL,
  indicators   BIGINT NOT NULL,
  chosen       BIGINT NOT NULL,
  data         BYTEA  NOT NULL,
  framework    BYTEA  NOT NULL,
  recipe       BYTEA  NOT NULL
);
-- One row, held while an index gets its number.
CREATE TABLE index_state (
  name TEXT   NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL
);
INSERT INTO index_state (name, last) VALUES ('number', 0);
