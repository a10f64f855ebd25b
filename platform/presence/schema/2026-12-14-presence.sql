CREATE TABLE presence ( -- who is where now, where several processes serve one database
  thing  TEXT   NOT NULL,
  person TEXT   NOT NULL,
  place  TEXT   NOT NULL, -- within the thing
  at     BIGINT NOT NULL,
  PRIMARY KEY (thing, person)
);
CREATE INDEX presence_at ON presence (at);
