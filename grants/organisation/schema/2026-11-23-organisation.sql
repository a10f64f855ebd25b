CREATE TABLE organisations (
  id       TEXT   NOT NULL PRIMARY KEY,
  name     TEXT   NOT NULL,
  country  TEXT   NOT NULL,
  number   TEXT   NOT NULL,
  kind     TEXT   NOT NULL,
  seat     TEXT   NOT NULL, -- code of a municipality in Bulgaria, free text elsewhere
  search   TEXT   NOT NULL,
  sort_key TEXT   NOT NULL,
  created  BIGINT NOT NULL,
  UNIQUE (country, number)
);

CREATE TABLE organisation_invitations (
  secret       TEXT   NOT NULL PRIMARY KEY, -- SHA-256 of what the letter holds
  id           TEXT   NOT NULL UNIQUE,
  organisation TEXT   NOT NULL REFERENCES organisations (id),
  email        TEXT   NOT NULL,
  role         TEXT   NOT NULL,
  invited_by   TEXT   NOT NULL REFERENCES people (id),
  created      BIGINT NOT NULL,
  ends         BIGINT NOT NULL
);
CREATE INDEX organisation_invitations_by_organisation ON organisation_invitations (organisation);
