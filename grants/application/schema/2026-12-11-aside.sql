-- What an application that began as a copy has no place for, by its path in the form of the earlier call. It counts for nothing.
CREATE TABLE application_aside (
  application  TEXT   NOT NULL REFERENCES applications (id),
  path         TEXT   NOT NULL,
  value        TEXT   NOT NULL,
  at           BIGINT NOT NULL, -- when it was answered
  source       TEXT   NOT NULL, -- the earlier application
  call         TEXT   NOT NULL, -- the version of the call that asked it
  call_version BIGINT NOT NULL,
  PRIMARY KEY (application, path)
);
