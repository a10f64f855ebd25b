CREATE TABLE applications (
  id           TEXT   NOT NULL PRIMARY KEY,
  programme    TEXT   NOT NULL,
  call         TEXT   NOT NULL,
  call_version BIGINT NOT NULL,
  organisation TEXT   NOT NULL,
  title        TEXT   NOT NULL,
  lang         TEXT   NOT NULL,
  state        TEXT   NOT NULL CHECK (state IN ('draft', 'submitted', 'withdrawn')),
  number       TEXT   NOT NULL, -- '' until first submitted, then kept
  version      BIGINT NOT NULL, -- the last submitted, 0 for none
  standing     BIGINT NOT NULL, -- the version that counts, 0 for none
  municipality TEXT   NOT NULL, -- of the standing version
  rev          BIGINT NOT NULL, -- raised by every save; each answer keeps the one it was saved with
  created      BIGINT NOT NULL,
  created_by   TEXT   NOT NULL,
  saved        BIGINT NOT NULL
);
CREATE INDEX applications_organisation ON applications (organisation, call, standing);
CREATE INDEX applications_standing ON applications (call, standing, municipality);

CREATE TABLE application_answers (
  application TEXT   NOT NULL REFERENCES applications (id),
  path        TEXT   NOT NULL,
  value       TEXT   NOT NULL,
  rev         BIGINT NOT NULL,
  at          BIGINT NOT NULL,
  by_person   TEXT   NOT NULL,
  PRIMARY KEY (application, path)
);

CREATE TABLE application_versions (
  application  TEXT   NOT NULL REFERENCES applications (id),
  version      BIGINT NOT NULL,
  key          TEXT   NOT NULL, -- of the request, so that a repetition is known
  programme    TEXT   NOT NULL,
  call         TEXT   NOT NULL,
  call_version BIGINT NOT NULL,
  organisation TEXT   NOT NULL,
  number       TEXT   NOT NULL,
  lang         TEXT   NOT NULL,
  title        TEXT   NOT NULL,
  received     BIGINT NOT NULL,
  hash         TEXT   NOT NULL,
  content      TEXT   NOT NULL,
  requested    BIGINT NOT NULL, -- cents
  municipality TEXT   NOT NULL,
  audit        TEXT   NOT NULL, -- id of the audit entry
  by_person    TEXT   NOT NULL,
  PRIMARY KEY (application, version)
);

CREATE TABLE application_counters (
  call TEXT   NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL
);

CREATE TABLE application_files (
  application TEXT   NOT NULL REFERENCES applications (id),
  field       TEXT   NOT NULL,
  line        TEXT   NOT NULL, -- id of the row among the answers
  name        TEXT   NOT NULL,
  size        BIGINT NOT NULL,
  sha256      TEXT   NOT NULL,
  media       TEXT   NOT NULL,
  at          BIGINT NOT NULL,
  by_person   TEXT   NOT NULL,
  PRIMARY KEY (application, field, line)
);
