CREATE TABLE review_calls (
  call   TEXT   NOT NULL PRIMARY KEY,
  frozen BIGINT NOT NULL -- when the assessment was closed for the list; 0 while it goes on
);

CREATE TABLE review_gates (
  application TEXT   NOT NULL,
  gate        TEXT   NOT NULL,
  call        TEXT   NOT NULL,
  answer      TEXT   NOT NULL, -- yes, no, clarify
  reason      TEXT   NOT NULL,
  asked       BIGINT NOT NULL, -- when the applicant was first asked to clarify; 0 if never
  officer     TEXT   NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (application, gate)
);
CREATE INDEX review_gates_by_call ON review_gates (call, application);

CREATE TABLE review_checks (
  application  TEXT   NOT NULL PRIMARY KEY,
  call         TEXT   NOT NULL,
  verdict      TEXT   NOT NULL, -- eligible, rejected
  officer      TEXT   NOT NULL,
  at           BIGINT NOT NULL,
  appeal_until BIGINT NOT NULL, -- 0 where there is nothing to appeal
  upheld       TEXT   NOT NULL  -- why an appeal was upheld; '' if none was
);
CREATE INDEX review_checks_by_call ON review_checks (call, application);

CREATE TABLE review_assignments (
  id          TEXT   NOT NULL PRIMARY KEY,
  application TEXT   NOT NULL,
  call        TEXT   NOT NULL,
  expert      TEXT   NOT NULL,
  place       BIGINT NOT NULL, -- 1, 2, or 3 where the first two lie too far apart
  way         TEXT   NOT NULL, -- lot, hand
  at          BIGINT NOT NULL,
  due         BIGINT NOT NULL,
  declared    BIGINT NOT NULL, -- when the expert said that there is no conflict; 0 before
  locked      BIGINT NOT NULL,
  recused     BIGINT NOT NULL, -- when a conflict was known; 0 if there is none
  interest    TEXT   NOT NULL, -- the kind of conflict
  words       TEXT   NOT NULL, -- the expert's words about it
  total       BIGINT NOT NULL  -- hundredths; 0 until locked
);
CREATE UNIQUE INDEX review_assignments_place ON review_assignments (application, place) WHERE recused = 0;
CREATE UNIQUE INDEX review_assignments_expert ON review_assignments (application, expert);
CREATE INDEX review_assignments_by_call ON review_assignments (call, application);
CREATE INDEX review_assignments_by_expert ON review_assignments (expert, due);

CREATE TABLE review_marks (
  assignment TEXT   NOT NULL REFERENCES review_assignments (id),
  criterion  TEXT   NOT NULL,
  marked     BIGINT NOT NULL, -- 1 when there are points, 0 while there is only a reason
  choice     TEXT   NOT NULL, -- the option, where the criterion has options
  points     BIGINT NOT NULL, -- hundredths
  reason     TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  PRIMARY KEY (assignment, criterion)
);

CREATE TABLE review_affiliations (
  id      TEXT   NOT NULL PRIMARY KEY,
  person  TEXT   NOT NULL,
  country TEXT   NOT NULL,
  number  TEXT   NOT NULL, -- '' where it is not known
  name    TEXT   NOT NULL,
  at      BIGINT NOT NULL
);
CREATE INDEX review_affiliations_by_person ON review_affiliations (person, at);

CREATE TABLE review_draws (
  id     TEXT   NOT NULL PRIMARY KEY,
  call   TEXT   NOT NULL,
  seed   TEXT   NOT NULL,
  record TEXT   NOT NULL, -- what the lot was drawn from and what came of it, as JSON
  at     BIGINT NOT NULL
);
CREATE INDEX review_draws_by_call ON review_draws (call, at);

CREATE TABLE review_choices (
  application TEXT   NOT NULL PRIMARY KEY,
  call        TEXT   NOT NULL,
  choice      TEXT   NOT NULL, -- higher, lower
  reason      TEXT   NOT NULL,
  member      TEXT   NOT NULL,
  at          BIGINT NOT NULL
);
CREATE INDEX review_choices_by_call ON review_choices (call, application);
