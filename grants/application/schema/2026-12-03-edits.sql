-- What is needed to merge what several people, pages and devices write in one answer without losing any of it (merge.go),
-- and the history of every answer. An answer written before this has none of it, and counts as one edit.
ALTER TABLE application_answers ADD COLUMN heads  TEXT   NOT NULL DEFAULT ''; -- the edits no other edit has seen, as JSON
ALTER TABLE application_answers ADD COLUMN rivals BIGINT NOT NULL DEFAULT 0;  -- how many of them are in conflict, 0 for none
ALTER TABLE application_answers ADD COLUMN entry  BIGINT NOT NULL DEFAULT 0;  -- the entry of the history that was written last
ALTER TABLE application_answers ADD COLUMN began  BIGINT NOT NULL DEFAULT 0;  -- when that entry was begun

CREATE TABLE application_history (
  application TEXT   NOT NULL REFERENCES applications (id),
  path        TEXT   NOT NULL,
  entry       BIGINT NOT NULL, -- in order of time
  rev         BIGINT NOT NULL, -- of the application, when it was written last
  value       TEXT   NOT NULL, -- as its writer wrote it, before any merge
  gone        BIGINT NOT NULL, -- 1 where a whole row was removed
  at          BIGINT NOT NULL,
  by_person   TEXT   NOT NULL,
  PRIMARY KEY (application, path, entry)
);
