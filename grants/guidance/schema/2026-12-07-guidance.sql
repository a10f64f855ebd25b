CREATE TABLE guidance (
  id       TEXT   NOT NULL PRIMARY KEY,
  call     TEXT   NOT NULL REFERENCES calls (id),
  title_bg TEXT   NOT NULL,
  title_nb TEXT   NOT NULL,
  title_en TEXT   NOT NULL,
  version  BIGINT NOT NULL -- the last
);
CREATE INDEX guidance_call ON guidance (call, id);
CREATE TABLE guidance_versions (
  document   TEXT   NOT NULL REFERENCES guidance (id),
  version    BIGINT NOT NULL,
  name       TEXT   NOT NULL,
  size       BIGINT NOT NULL,
  sha256     TEXT   NOT NULL,
  changed_bg TEXT   NOT NULL, -- what changed; '' in the first
  changed_nb TEXT   NOT NULL,
  changed_en TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  by_person  TEXT   NOT NULL,
  PRIMARY KEY (document, version)
);
