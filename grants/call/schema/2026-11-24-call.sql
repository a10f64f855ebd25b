CREATE TABLE calls (
  id          TEXT   NOT NULL PRIMARY KEY,
  programme   TEXT   NOT NULL,
  code        TEXT   NOT NULL,
  kind        TEXT   NOT NULL,
  version     BIGINT NOT NULL,
  hash        TEXT   NOT NULL,
  opens       BIGINT NOT NULL,
  closes      BIGINT NOT NULL, -- 0 is without end
  zone        TEXT   NOT NULL,
  currency    TEXT   NOT NULL,
  budget      BIGINT NOT NULL, -- cents
  smallest    BIGINT NOT NULL, -- cents
  largest     BIGINT NOT NULL, -- cents
  title_bg    TEXT   NOT NULL,
  title_nb    TEXT   NOT NULL,
  title_en    TEXT   NOT NULL,
  summary_bg  TEXT   NOT NULL,
  summary_nb  TEXT   NOT NULL,
  summary_en  TEXT   NOT NULL,
  search      TEXT   NOT NULL,
  published   BIGINT NOT NULL
);
CREATE INDEX calls_window ON calls (closes, opens, id);
CREATE TABLE call_versions (
  call       TEXT   NOT NULL REFERENCES calls (id),
  version    BIGINT NOT NULL,
  hash       TEXT   NOT NULL,
  definition TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  PRIMARY KEY (call, version)
);
CREATE INDEX call_versions_hash ON call_versions (hash);
