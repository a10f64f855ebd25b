CREATE TABLE guidance_contents ( -- what the files of documents contain, each once
  sha256 TEXT   NOT NULL PRIMARY KEY,
  scan   TEXT   NOT NULL CHECK (scan IN ('none', 'waiting', 'clean', 'infected')), -- none: there was no scanner
  found  TEXT   NOT NULL, -- what the scanner calls it, '' for nothing
  judged BIGINT NOT NULL  -- when the scanner said what it is, 0 for not yet
);

INSERT INTO guidance_contents (sha256, scan, found, judged) SELECT DISTINCT sha256, 'none', '', 0 FROM guidance_versions;

INSERT INTO outbox (id, at, due, kind, payload, attempts, done, failure)
SELECT 'scan-guidance-' || sha256, MIN(at), MIN(at), 'scan-guidance', '{"SHA256":"' || sha256 || '"}', 0, 0, '' FROM guidance_versions GROUP BY sha256;
