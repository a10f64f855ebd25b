CREATE TABLE demo_clock (
  id     TEXT   NOT NULL PRIMARY KEY, -- always 'clock'
  moment BIGINT NOT NULL              -- to which it was moved last
);

CREATE TABLE demo_things (
  name TEXT NOT NULL PRIMARY KEY, -- what the walk calls it: draft
  id   TEXT NOT NULL              -- its identifier in this database
);
