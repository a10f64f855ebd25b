ALTER TABLE mails ADD COLUMN stop TEXT NOT NULL DEFAULT ''; -- address that stops letters of this sort
