ALTER TABLE calls ADD COLUMN area TEXT NOT NULL DEFAULT '';
-- Calls published before have their area in the file only; a job reads it from there.
INSERT INTO outbox (id, at, due, kind, payload, attempts, done, failure) SELECT 'index-' || id, published, published, 'index-call', '"' || id || '"', 0, 0, '' FROM calls;
