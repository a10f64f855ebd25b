-- What people who write a draft together say to each other about its questions. It never becomes part of what is submitted.
CREATE TABLE application_comments (
  id          TEXT   NOT NULL PRIMARY KEY,
  application TEXT   NOT NULL REFERENCES applications (id),
  field       TEXT   NOT NULL,
  opening     TEXT   NOT NULL, -- the comment that opened the talk; its own id where it is that
  words       TEXT   NOT NULL,
  asked       TEXT   NOT NULL, -- the person who is asked by name, '' for nobody
  at          BIGINT NOT NULL,
  by_person   TEXT   NOT NULL,
  resolved    BIGINT NOT NULL, -- 1 where the talk is resolved; of the comment that opened it
  turned      BIGINT NOT NULL, -- when it was resolved or reopened last, 0 for never
  turned_by   TEXT   NOT NULL
);
CREATE INDEX application_comments_application ON application_comments (application, field);
