CREATE TABLE calendar_addresses (
  person TEXT   NOT NULL PRIMARY KEY REFERENCES people (id),
  number BIGINT NOT NULL, -- raised when the address is renewed: former ones stop
  at     BIGINT NOT NULL
);
