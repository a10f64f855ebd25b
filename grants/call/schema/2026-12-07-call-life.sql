ALTER TABLE call_versions ADD COLUMN role TEXT NOT NULL DEFAULT ''; -- of whoever published it: operator, administrator, program
ALTER TABLE call_versions ADD COLUMN reason_bg TEXT NOT NULL DEFAULT '';
ALTER TABLE call_versions ADD COLUMN reason_nb TEXT NOT NULL DEFAULT '';
ALTER TABLE call_versions ADD COLUMN reason_en TEXT NOT NULL DEFAULT '';
ALTER TABLE calls ADD COLUMN extensions BIGINT NOT NULL DEFAULT 0; -- how many there were; closes has the last one in it
ALTER TABLE calls ADD COLUMN archived BIGINT NOT NULL DEFAULT 0; -- when it left the lists, 0 while it is in them
CREATE TABLE call_extensions (
  call      TEXT   NOT NULL REFERENCES calls (id),
  number    BIGINT NOT NULL, -- from 1
  closed    BIGINT NOT NULL, -- the deadline before
  closes    BIGINT NOT NULL, -- the deadline since
  outage    TEXT   NOT NULL, -- the outage it makes up for; '' is a decision
  role      TEXT   NOT NULL,
  reason_bg TEXT   NOT NULL,
  reason_nb TEXT   NOT NULL,
  reason_en TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  by_person TEXT   NOT NULL,
  PRIMARY KEY (call, number)
);
CREATE UNIQUE INDEX call_extensions_outage ON call_extensions (call, outage) WHERE outage <> '';
