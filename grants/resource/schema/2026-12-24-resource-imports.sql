CREATE TABLE resource_imports (
  id          TEXT   NOT NULL PRIMARY KEY,
  state       TEXT   NOT NULL CHECK (state IN ('proposed', 'standing', 'undone', 'discarded')),
  file_name   TEXT   NOT NULL,
  sha256      TEXT   NOT NULL,
  content     BYTEA  NOT NULL, -- empty once it is discarded
  turned      BIGINT NOT NULL, -- 1 where the file has latitude before longitude
  added       BIGINT NOT NULL,
  changed     BIGINT NOT NULL,
  left_out    BIGINT NOT NULL,
  proposed    BIGINT NOT NULL,
  proposed_by TEXT   NOT NULL, -- never published
  decided     BIGINT NOT NULL -- when it was imported, discarded or undone last; 0 while it waits
);
CREATE INDEX resource_imports_by ON resource_imports (proposed_by, proposed);
CREATE TABLE resource_import_rows (
  import   TEXT   NOT NULL,
  resource TEXT   NOT NULL,
  was      BIGINT NOT NULL, -- the version before; 0 for one that was added
  now      BIGINT NOT NULL, -- the version the import made
  PRIMARY KEY (import, resource)
);
