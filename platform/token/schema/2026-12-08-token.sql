CREATE TABLE token_keys (
  id     TEXT   NOT NULL PRIMARY KEY,
  secret TEXT   NOT NULL, -- 32 random bytes, hexadecimal
  at     BIGINT NOT NULL
);
