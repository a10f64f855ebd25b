CREATE TABLE call_drafts (
  id         TEXT   NOT NULL PRIMARY KEY,
  programme  TEXT   NOT NULL,
  title_bg   TEXT   NOT NULL,
  title_nb   TEXT   NOT NULL,
  title_en   TEXT   NOT NULL,
  file       TEXT   NOT NULL,
  rev        BIGINT NOT NULL,
  created    BIGINT NOT NULL,
  created_by TEXT   NOT NULL,
  changed    BIGINT NOT NULL,
  changed_by TEXT   NOT NULL
);
CREATE INDEX call_drafts_programme ON call_drafts (programme, changed);

CREATE TABLE call_draft_revisions (
  draft     TEXT   NOT NULL REFERENCES call_drafts (id),
  rev       BIGINT NOT NULL,
  file      TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  by_person TEXT   NOT NULL,
  PRIMARY KEY (draft, rev)
);

-- What was done about the checks before publication: the day the donors were told, addresses, reasons to go on.
CREATE TABLE call_draft_notes (
  draft     TEXT   NOT NULL REFERENCES call_drafts (id),
  name      TEXT   NOT NULL,
  says      TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  by_person TEXT   NOT NULL,
  PRIMARY KEY (draft, name)
);
