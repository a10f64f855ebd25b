CREATE TABLE people (
  id       TEXT   NOT NULL PRIMARY KEY,
  email    TEXT   NOT NULL,
  folded   TEXT   NOT NULL UNIQUE, -- the address as it is compared
  name     TEXT   NOT NULL,
  lang     TEXT   NOT NULL,
  password TEXT   NOT NULL,        -- argon2id with its parameters; '' for none
  search   TEXT   NOT NULL,
  sort_key TEXT   NOT NULL,
  created  BIGINT NOT NULL
);
CREATE INDEX people_by_name ON people (sort_key, id);

CREATE TABLE account_grants (
  person TEXT NOT NULL REFERENCES people (id),
  role   TEXT NOT NULL,
  scope  TEXT NOT NULL, -- '' is everywhere
  PRIMARY KEY (person, role, scope)
);
CREATE INDEX account_grants_by_scope ON account_grants (scope, role);

CREATE TABLE account_sessions (
  id      TEXT   NOT NULL PRIMARY KEY,
  secret  TEXT   NOT NULL UNIQUE, -- SHA-256 of what the cookie holds
  person  TEXT   NOT NULL REFERENCES people (id),
  browser TEXT   NOT NULL,
  began   BIGINT NOT NULL,
  seen    BIGINT NOT NULL,
  idle    BIGINT NOT NULL, -- microseconds
  ends    BIGINT NOT NULL
);
CREATE INDEX account_sessions_by_person ON account_sessions (person);

CREATE TABLE account_sign_ups (
  secret   TEXT   NOT NULL PRIMARY KEY, -- SHA-256 of what the letter holds
  browser  TEXT   NOT NULL,             -- SHA-256 of what the cookie of the browser holds
  email    TEXT   NOT NULL,
  folded   TEXT   NOT NULL,
  name     TEXT   NOT NULL,
  lang     TEXT   NOT NULL,
  password TEXT   NOT NULL,
  next     TEXT   NOT NULL,
  ends     BIGINT NOT NULL
);
CREATE INDEX account_sign_ups_by_address ON account_sign_ups (folded);

CREATE TABLE account_links (
  secret TEXT   NOT NULL PRIMARY KEY, -- SHA-256 of what the link holds
  kind   TEXT   NOT NULL,             -- reset or demo
  person TEXT   NOT NULL REFERENCES people (id),
  ends   BIGINT NOT NULL
);

CREATE TABLE account_attempts (
  subject  TEXT   NOT NULL PRIMARY KEY, -- what is counted, and SHA-256 of whose
  failures BIGINT NOT NULL,
  last     BIGINT NOT NULL,
  until    BIGINT NOT NULL              -- no further attempt before
);
