CREATE TABLE application_contents ( -- what files contain, each once, however often it was handed in
  sha256 TEXT   NOT NULL PRIMARY KEY,
  scan   TEXT   NOT NULL CHECK (scan IN ('none', 'waiting', 'clean', 'infected')), -- none: there was no scanner
  found  TEXT   NOT NULL, -- what the scanner calls it, '' for nothing
  since  BIGINT NOT NULL, -- when it came
  judged BIGINT NOT NULL, -- when the scanner said what it is, 0 for not yet
  small  BIGINT NOT NULL  -- 1 when there is a small picture of it
);

INSERT INTO application_contents (sha256, scan, found, since, judged, small)
SELECT sha256, 'none', '', MIN(at), 0, 0 FROM application_files GROUP BY sha256;

INSERT INTO outbox (id, at, due, kind, payload, attempts, done, failure)
SELECT 'scan-' || sha256, since, since, 'scan-file', '{"SHA256":"' || sha256 || '"}', 0, 0, '' FROM application_contents;

CREATE TABLE application_uploads ( -- files on their way
  id          TEXT   NOT NULL PRIMARY KEY,
  application TEXT   NOT NULL REFERENCES applications (id),
  field       TEXT   NOT NULL,
  name        TEXT   NOT NULL,
  size        BIGINT NOT NULL,
  modified    TEXT   NOT NULL, -- as the browser says it, to know the same file again
  at          BIGINT NOT NULL,
  by_person   TEXT   NOT NULL,
  line        TEXT   NOT NULL  -- the row among the answers once it has arrived, '' until then
);
CREATE INDEX application_uploads_application ON application_uploads (application, field);
