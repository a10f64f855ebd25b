CREATE TABLE application_unasked (
  application  TEXT   NOT NULL REFERENCES applications (id),
  path         TEXT   NOT NULL,
  call_version BIGINT NOT NULL, -- the last version that asked it
  value        TEXT   NOT NULL,
  at           BIGINT NOT NULL,
  by_person    TEXT   NOT NULL,
  PRIMARY KEY (application, path)
);
CREATE TABLE application_amended (
  application TEXT   NOT NULL REFERENCES applications (id),
  field       TEXT   NOT NULL,
  since       BIGINT NOT NULL, -- the version of the call people last saw the question of
  seen        BIGINT NOT NULL, -- when somebody opened it, 0 until then
  PRIMARY KEY (application, field)
);
CREATE TABLE application_told (
  event  TEXT NOT NULL, -- a version or an extension of a call
  person TEXT NOT NULL,
  PRIMARY KEY (event, person)
);
