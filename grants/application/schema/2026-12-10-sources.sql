-- Where an answer comes from that nobody typed. It counts for as long as the answer is what was taken.
CREATE TABLE application_sources (
  application TEXT   NOT NULL REFERENCES applications (id),
  path        TEXT   NOT NULL,
  origin      TEXT   NOT NULL CHECK (origin IN ('register', 'profile', 'earlier', 'copied')),
  source      TEXT   NOT NULL, -- the organisation, or the application, it was taken from
  value       TEXT   NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (application, path)
);
