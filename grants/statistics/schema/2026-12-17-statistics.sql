-- What is measured. Those that come with the program are here only once somebody has changed them.
CREATE TABLE statistics_indicators (
  code          TEXT   NOT NULL PRIMARY KEY,
  theme         TEXT   NOT NULL,
  name_bg       TEXT   NOT NULL,
  name_nb       TEXT   NOT NULL,
  name_en       TEXT   NOT NULL,
  definition_bg TEXT   NOT NULL,
  definition_nb TEXT   NOT NULL,
  definition_en TEXT   NOT NULL,
  unit          TEXT   NOT NULL,
  better        TEXT   NOT NULL,
  least         TEXT   NOT NULL, -- a decimal, '' for none
  most          TEXT   NOT NULL,
  whole         BIGINT NOT NULL,
  publisher_bg  TEXT   NOT NULL,
  publisher_nb  TEXT   NOT NULL,
  publisher_en  TEXT   NOT NULL,
  dataset       TEXT   NOT NULL,
  address       TEXT   NOT NULL,
  licence       TEXT   NOT NULL,
  changed       BIGINT NOT NULL
);
-- What figures are now, in millionths.
CREATE TABLE statistics_values (
  indicator    TEXT   NOT NULL,
  municipality TEXT   NOT NULL,
  year         BIGINT NOT NULL,
  number       BIGINT NOT NULL,
  import       TEXT   NOT NULL, -- the newest standing one that says so
  PRIMARY KEY (indicator, municipality, year)
);
-- A file that was sent, and what became of it. An import that was undone stays in the list.
CREATE TABLE statistics_imports (
  id          TEXT   NOT NULL PRIMARY KEY,
  number      BIGINT NOT NULL, -- in the order of importing, 0 while it is only proposed
  kind        TEXT   NOT NULL, -- figures or register
  state       TEXT   NOT NULL, -- proposed, standing, undone, discarded
  file_name   TEXT   NOT NULL,
  sha256      TEXT   NOT NULL,
  content     BYTEA  NOT NULL,
  settings    TEXT   NOT NULL, -- JSON: how its columns are read
  added       BIGINT NOT NULL,
  changed     BIGINT NOT NULL,
  same        BIGINT NOT NULL,
  left_out    BIGINT NOT NULL,
  proposed    BIGINT NOT NULL,
  proposed_by TEXT   NOT NULL,
  imported    BIGINT NOT NULL,
  imported_by TEXT   NOT NULL,
  undone      BIGINT NOT NULL,
  undone_by   TEXT   NOT NULL
);
CREATE INDEX statistics_imports_order ON statistics_imports (number, proposed);
-- Everything an import says, also where it was so before.
CREATE TABLE statistics_cells (
  import       TEXT   NOT NULL REFERENCES statistics_imports (id),
  municipality TEXT   NOT NULL,
  field        TEXT   NOT NULL, -- an indicator, or a field of the register
  year         BIGINT NOT NULL, -- 0 in the register
  before       TEXT   NOT NULL, -- what stood there when it was imported, '' for nothing
  words        TEXT   NOT NULL,
  PRIMARY KEY (import, municipality, field, year)
);
CREATE INDEX statistics_cells_place ON statistics_cells (municipality, field, year);
-- One row: raised by every change of figures or indicators.
CREATE TABLE statistics_state (
  name    TEXT   NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL
);
INSERT INTO statistics_state (name, version) VALUES ('figures', 0);
