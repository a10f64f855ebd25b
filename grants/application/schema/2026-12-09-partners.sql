-- Organisations that fill in their own row of the table of partners, invited by the applicant. A row that was removed stays, so that
-- its people can be told.
CREATE TABLE application_partners (
  id           TEXT   NOT NULL PRIMARY KEY,
  application  TEXT   NOT NULL REFERENCES applications (id),
  field        TEXT   NOT NULL, -- the table of partners
  line         TEXT   NOT NULL, -- the row among the answers
  state        TEXT   NOT NULL CHECK (state IN ('invited', 'filling', 'ready', 'returned', 'removed')),
  organisation TEXT   NOT NULL, -- '' until somebody accepts
  email        TEXT   NOT NULL, -- where the invitation went
  secret       TEXT   NOT NULL UNIQUE, -- SHA-256 of what the letter holds
  words        TEXT   NOT NULL, -- what the applicant wants changed
  at           BIGINT NOT NULL, -- of the state
  by_person    TEXT   NOT NULL,
  created      BIGINT NOT NULL,
  ends         BIGINT NOT NULL  -- until when it can be accepted
);
CREATE INDEX application_partners_application ON application_partners (application, state);
CREATE INDEX application_partners_organisation ON application_partners (organisation, state);
