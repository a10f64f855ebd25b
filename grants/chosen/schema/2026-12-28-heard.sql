-- Lines of the outbox that were heard already, so that a repeated one tells nobody twice.
CREATE TABLE chosen_heard (
  line TEXT   NOT NULL PRIMARY KEY,
  at   BIGINT NOT NULL
);
