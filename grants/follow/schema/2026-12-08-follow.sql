CREATE TABLE follows (
  person   TEXT   NOT NULL REFERENCES people (id),
  call     TEXT   NOT NULL REFERENCES calls (id),
  at       BIGINT NOT NULL,
  by_draft BIGINT NOT NULL, -- 1 when an application began it
  stopped  BIGINT NOT NULL, -- when the person stopped; 0 while they follow
  PRIMARY KEY (person, call)
);
CREATE INDEX follows_call ON follows (call, person) WHERE stopped = 0;
CREATE TABLE follow_heard (
  event TEXT   NOT NULL PRIMARY KEY, -- what was told already, so that a repeated line of the outbox tells nothing twice
  at    BIGINT NOT NULL
);
CREATE TABLE follow_searches (
  id      TEXT   NOT NULL PRIMARY KEY,
  person  TEXT   NOT NULL REFERENCES people (id),
  name    TEXT   NOT NULL,
  query   TEXT   NOT NULL,
  area    TEXT   NOT NULL,
  place   TEXT   NOT NULL,
  moment  TEXT   NOT NULL, -- announced or open
  without TEXT   NOT NULL, -- kinds of call that are not interesting, with spaces between
  at      BIGINT NOT NULL,
  deleted BIGINT NOT NULL
);
CREATE INDEX follow_searches_person ON follow_searches (person, at);
CREATE INDEX follow_searches_moment ON follow_searches (moment) WHERE deleted = 0;
CREATE TABLE follow_hits (
  search  TEXT   NOT NULL REFERENCES follow_searches (id),
  call    TEXT   NOT NULL REFERENCES calls (id),
  at      BIGINT NOT NULL,
  dropped BIGINT NOT NULL, -- when the person said that it is not interesting
  PRIMARY KEY (search, call)
);
