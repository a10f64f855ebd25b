-- Raised whenever the outlines in force change.
CREATE TABLE territory_state (
  name    TEXT   NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL
);
INSERT INTO territory_state (name, version) VALUES ('outlines', 0);
-- A file of outlines that was sent, and what became of it. One that was undone stays in the list.
CREATE TABLE territory_outlines (
  id          TEXT   NOT NULL PRIMARY KEY,
  number      BIGINT NOT NULL, -- in the order of importing, 0 while it is only proposed
  state       TEXT   NOT NULL, -- proposed, standing, undone, discarded
  file_name   TEXT   NOT NULL,
  sha256      TEXT   NOT NULL,
  bytes       BIGINT NOT NULL,
  source      TEXT   NOT NULL, -- who made the outlines, shown beside every map
  licence     TEXT   NOT NULL,
  matched     BIGINT NOT NULL, -- municipalities
  found       TEXT   NOT NULL, -- JSON: what was doubtful or wrong, feature by feature
  proposed    BIGINT NOT NULL,
  proposed_by TEXT   NOT NULL,
  imported    BIGINT NOT NULL,
  imported_by TEXT   NOT NULL,
  undone      BIGINT NOT NULL,
  undone_by   TEXT   NOT NULL
);
CREATE INDEX territory_outlines_order ON territory_outlines (number, proposed);
-- The outline of a municipality as a file has it, in ten-thousandths of a degree: x y, then steps; rings parted by semicolons.
CREATE TABLE territory_shapes (
  outlines     TEXT NOT NULL REFERENCES territory_outlines (id),
  municipality TEXT NOT NULL,
  rings        TEXT NOT NULL,
  PRIMARY KEY (outlines, municipality)
);
