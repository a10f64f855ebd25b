CREATE TABLE outages (
  id   TEXT   NOT NULL PRIMARY KEY,
  down BIGINT NOT NULL,
  up   BIGINT NOT NULL,
  at   BIGINT NOT NULL -- when it was recorded
);
CREATE INDEX outages_down ON outages (down, id);
