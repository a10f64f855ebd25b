-- What an organisation is asked again and again. Every change is a row of its own; the last one of a fact counts.
CREATE TABLE organisation_facts (
  organisation TEXT   NOT NULL REFERENCES organisations (id),
  fact         TEXT   NOT NULL,
  lang         TEXT   NOT NULL, -- of a text that can be given in three, '' for the others
  entry        BIGINT NOT NULL, -- raised by every save of the organisation's profile
  value        TEXT   NOT NULL, -- '' where it was taken out
  at           BIGINT NOT NULL,
  by_person    TEXT   NOT NULL,
  PRIMARY KEY (organisation, fact, lang, entry)
);
