ALTER TABLE outbox ADD COLUMN owner TEXT NOT NULL DEFAULT ''; -- the worker that has claimed the line; '' if none
ALTER TABLE outbox ADD COLUMN held BIGINT NOT NULL DEFAULT 0; -- until when the claim holds; afterwards others may claim the line
