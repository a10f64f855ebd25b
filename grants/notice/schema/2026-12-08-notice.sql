CREATE TABLE notice_news (
  id      TEXT   NOT NULL PRIMARY KEY,
  at      BIGINT NOT NULL,
  kind    TEXT   NOT NULL,
  about   TEXT   NOT NULL, -- noun of the subject: call
  subject TEXT   NOT NULL, -- its identifier
  title   TEXT   NOT NULL, -- of the subject, JSON by language
  link    TEXT   NOT NULL, -- path of ours
  args    TEXT   NOT NULL  -- of the sentence, JSON by name and language
);
CREATE TABLE notices (
  person TEXT   NOT NULL REFERENCES people (id),
  news   TEXT   NOT NULL REFERENCES notice_news (id),
  kind   TEXT   NOT NULL,
  at     BIGINT NOT NULL,
  due    BIGINT NOT NULL, -- from when on it goes in a letter; 0 for no letter
  mailed BIGINT NOT NULL, -- when it went, or was found to be seen already; 0 before
  seen   BIGINT NOT NULL, -- on screen; 0 before
  PRIMARY KEY (person, news)
);
CREATE INDEX notices_due ON notices (due, person) WHERE mailed = 0 AND due > 0;
CREATE INDEX notices_unseen ON notices (person, at) WHERE seen = 0;
CREATE INDEX notices_by_time ON notices (person, at, news);
CREATE TABLE notice_settings (
  person  TEXT   NOT NULL PRIMARY KEY REFERENCES people (id),
  hour    BIGINT NOT NULL, -- of the day, in zone
  weekday BIGINT NOT NULL, -- 0 is Sunday
  zone    TEXT   NOT NULL,
  stopped BIGINT NOT NULL  -- since when no letters go but those one must act on; 0 for never
);
CREATE TABLE notice_choices (
  person TEXT NOT NULL REFERENCES people (id),
  kind   TEXT NOT NULL,
  way    TEXT NOT NULL,
  before TEXT NOT NULL, -- what undoing a link of a letter goes back to
  PRIMARY KEY (person, kind)
);
