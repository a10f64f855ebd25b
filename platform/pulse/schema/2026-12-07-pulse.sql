CREATE TABLE pulse (
  id      BIGINT NOT NULL PRIMARY KEY, -- always 1
  machine BIGINT NOT NULL, -- the last beat by the clock of the machine
  door    BIGINT NOT NULL, -- and by the clock deadlines are held to
  since   BIGINT NOT NULL  -- the first beat ever, by the clock of deadlines
);
CREATE TABLE pulse_gaps (
  id     TEXT   NOT NULL PRIMARY KEY,
  down   BIGINT NOT NULL, -- the last beat before
  up     BIGINT NOT NULL, -- the first after
  judged BIGINT NOT NULL  -- 0 until what follows from it has been done
);
CREATE INDEX pulse_gaps_judged ON pulse_gaps (judged);
