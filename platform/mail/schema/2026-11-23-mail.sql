CREATE TABLE mails (
  id        TEXT   NOT NULL PRIMARY KEY, -- identifier of the outbox line
  at        BIGINT NOT NULL,             -- when the action told it
  recipient TEXT   NOT NULL,
  name      TEXT   NOT NULL,
  lang      TEXT   NOT NULL,
  subject   TEXT   NOT NULL,
  body      TEXT   NOT NULL,
  claimed   BIGINT NOT NULL,             -- somebody is sending it until then
  sent      BIGINT NOT NULL              -- when the server accepted it; 0 before
);
CREATE INDEX mails_by_time ON mails (at, id);
CREATE INDEX mails_by_recipient ON mails (recipient, at);
