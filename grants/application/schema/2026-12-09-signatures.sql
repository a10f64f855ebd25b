-- Signatures before submission, in rounds: somebody asks, a certifier signs or sends back. The last round is the one that counts.
CREATE TABLE application_signatures (
  application TEXT   NOT NULL REFERENCES applications (id),
  round       BIGINT NOT NULL, -- from 1
  state       TEXT   NOT NULL CHECK (state IN ('asked', 'signed', 'returned')),
  asked       BIGINT NOT NULL,
  asked_by    TEXT   NOT NULL,
  at          BIGINT NOT NULL, -- when it was signed or sent back, 0 until then
  by_person   TEXT   NOT NULL,
  hash        TEXT   NOT NULL, -- of the document that was signed
  content     TEXT   NOT NULL, -- that document, to say what has changed since
  PRIMARY KEY (application, round)
);
CREATE TABLE application_returned (
  application TEXT   NOT NULL,
  round       BIGINT NOT NULL,
  section     TEXT   NOT NULL, -- '' for the application as a whole
  words       TEXT   NOT NULL,
  PRIMARY KEY (application, round, section),
  FOREIGN KEY (application, round) REFERENCES application_signatures (application, round)
);
