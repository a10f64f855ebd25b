CREATE TABLE audit_entries (
  id        TEXT   NOT NULL PRIMARY KEY,
  at        BIGINT NOT NULL,
  action    TEXT   NOT NULL,
  actor     TEXT   NOT NULL,
  on_behalf TEXT   NOT NULL,
  kind      TEXT   NOT NULL,
  subject   TEXT   NOT NULL,
  entry     TEXT   NOT NULL, -- the bytes that are hashed
  salt      BYTEA  NOT NULL,
  leaf      BIGINT           -- its place in the log, NULL until sealed
);
CREATE INDEX audit_waiting ON audit_entries (id) WHERE leaf IS NULL;
CREATE UNIQUE INDEX audit_leaf ON audit_entries (leaf);
CREATE INDEX audit_subject ON audit_entries (kind, subject, id);
CREATE TABLE log_hashes (
  place BIGINT NOT NULL PRIMARY KEY,
  hash  BYTEA  NOT NULL
);
CREATE TABLE log_leaves (
  place BIGINT NOT NULL PRIMARY KEY,
  leaf  BYTEA  NOT NULL
);
CREATE TABLE log_checkpoints (
  size   BIGINT NOT NULL PRIMARY KEY,
  at     BIGINT NOT NULL,
  signed TEXT   NOT NULL
);
CREATE TABLE log_keys (
  origin  TEXT   NOT NULL PRIMARY KEY,
  private TEXT   NOT NULL,
  public  TEXT   NOT NULL,
  at      BIGINT NOT NULL
);
