-- What imports say of municipalities that do not come with the program, one fact a row. Which import said it, and what
-- stood there before, is kept with the imports (grants/statistics).
CREATE TABLE municipality_facts (
  municipality TEXT NOT NULL, -- code: NO-5014
  field        TEXT NOT NULL,
  words        TEXT NOT NULL,
  PRIMARY KEY (municipality, field)
);
-- One row: raised by every change, so that a process knows whether what it has in memory is still so.
CREATE TABLE municipality_state (
  name    TEXT   NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL
);
INSERT INTO municipality_state (name, version) VALUES ('register', 0);
-- Who answers for the page of a municipality. A public address of an office; a person only by their own consent.
CREATE TABLE municipality_contacts (
  municipality TEXT   NOT NULL PRIMARY KEY,
  office       TEXT   NOT NULL,
  email        TEXT   NOT NULL,
  phone        TEXT   NOT NULL,
  person       TEXT   NOT NULL, -- '' for nobody by name
  consented    BIGINT NOT NULL, -- when the person agreed to be named; 0 while they have not
  changed      BIGINT NOT NULL
);
CREATE INDEX municipality_contacts_person ON municipality_contacts (person);
