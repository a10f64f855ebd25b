CREATE TABLE outbox (
  id       TEXT   NOT NULL PRIMARY KEY,
  at       BIGINT NOT NULL,
  due      BIGINT NOT NULL,
  kind     TEXT   NOT NULL,
  payload  TEXT   NOT NULL,
  attempts BIGINT NOT NULL,
  done     BIGINT NOT NULL, -- moment, 0 while there is something to do
  failure  TEXT   NOT NULL
);
CREATE INDEX outbox_waiting ON outbox (kind, due, id) WHERE done = 0;
