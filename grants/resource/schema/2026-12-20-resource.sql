CREATE TABLE resources (
  id           TEXT   NOT NULL PRIMARY KEY,
  programme    TEXT   NOT NULL,
  municipality TEXT   NOT NULL,
  settlement   TEXT   NOT NULL, -- EKATTE, '' where it is not known
  name_bg      TEXT   NOT NULL,
  name_nb      TEXT   NOT NULL,
  name_en      TEXT   NOT NULL,
  text_bg      TEXT   NOT NULL, -- the description
  text_nb      TEXT   NOT NULL,
  text_en      TEXT   NOT NULL,
  original     TEXT   NOT NULL, -- the language it was written in
  class        TEXT   NOT NULL CHECK (class IN ('natural', 'cultural', 'historical', 'economic', 'human', 'infrastructure')),
  kind         TEXT   NOT NULL, -- of kinds.yaml
  lon          BIGINT NOT NULL, -- millionths of a degree; 0 and 0 for no place
  lat          BIGINT NOT NULL,
  accuracy     BIGINT NOT NULL, -- of the place, in metres; 0 where nobody said
  shape        TEXT   NOT NULL, -- GeoJSON of a line or an area, '' for a point
  ownership    TEXT   NOT NULL,
  condition    TEXT   NOT NULL,
  access       TEXT   NOT NULL,
  protection   TEXT   NOT NULL,
  protected_as TEXT   NOT NULL, -- the name or number of the protection, as written
  season       BIGINT NOT NULL, -- a bit a month, January the lowest; 0 where nobody said
  blur         BIGINT NOT NULL, -- metres within which the public is told the place; 0 for where it is
  state        TEXT   NOT NULL CHECK (state IN ('proposed', 'confirmed', 'returned', 'retired', 'merged')),
  reason       TEXT   NOT NULL, -- of a return or a retirement
  merged_into  TEXT   NOT NULL, -- of a merged one, the one it lives on in
  proposed_by  TEXT   NOT NULL, -- never published
  sent_key     TEXT   NOT NULL, -- what the sender calls it, so that sent twice is kept once; '' for none
  proposed     BIGINT NOT NULL,
  decided      BIGINT NOT NULL, -- 0 while it waits
  changed      BIGINT NOT NULL,
  version      BIGINT NOT NULL,
  invented     BIGINT NOT NULL, -- 1 for one made up for a demonstration
  rating       BIGINT NOT NULL, -- mean of the ratings in hundredths; 0 for none
  rated        BIGINT NOT NULL, -- how many aspects are rated
  sort_bg      TEXT   NOT NULL,
  sort_nb      TEXT   NOT NULL,
  sort_en      TEXT   NOT NULL,
  search       TEXT   NOT NULL
);
CREATE UNIQUE INDEX resources_sent ON resources (proposed_by, sent_key) WHERE sent_key <> '';
CREATE INDEX resources_municipality ON resources (municipality, state, class);
CREATE INDEX resources_kind ON resources (kind, state, lat);
CREATE INDEX resources_state_bg ON resources (state, sort_bg, id);
CREATE INDEX resources_state_nb ON resources (state, sort_nb, id);
CREATE INDEX resources_state_en ON resources (state, sort_en, id);
CREATE INDEX resources_by ON resources (proposed_by, proposed);
CREATE INDEX resources_into ON resources (merged_into) WHERE merged_into <> '';
CREATE TABLE resource_versions (
  resource TEXT   NOT NULL,
  version  BIGINT NOT NULL,
  at       BIGINT NOT NULL,
  verb     TEXT   NOT NULL,
  person   TEXT   NOT NULL, -- never published
  speaks   TEXT   NOT NULL, -- the organisation that spoke, 'operator', or '' for a person in their own name
  entry    TEXT   NOT NULL, -- everything written of it after the change, as JSON
  detail   TEXT   NOT NULL, -- what else there is to know of the change, as JSON
  PRIMARY KEY (resource, version)
);
CREATE TABLE resource_ratings (
  resource TEXT   NOT NULL,
  aspect   TEXT   NOT NULL CHECK (aspect IN ('uniqueness', 'readiness', 'demand', 'capacity', 'will')),
  score    BIGINT NOT NULL CHECK (score BETWEEN 1 AND 5),
  reason   TEXT   NOT NULL,
  lang     TEXT   NOT NULL,
  person   TEXT   NOT NULL, -- never published
  speaks   TEXT   NOT NULL,
  at       BIGINT NOT NULL,
  PRIMARY KEY (resource, aspect)
);
CREATE TABLE resource_notes (
  id       TEXT   NOT NULL PRIMARY KEY,
  resource TEXT   NOT NULL,
  sort     TEXT   NOT NULL CHECK (sort IN ('evidence', 'idea', 'done')),
  words    TEXT   NOT NULL,
  lang     TEXT   NOT NULL,
  link     TEXT   NOT NULL, -- '' for none
  person   TEXT   NOT NULL, -- never published
  speaks   TEXT   NOT NULL,
  at       BIGINT NOT NULL,
  removed  BIGINT NOT NULL  -- 0 while it stands
);
CREATE INDEX resource_notes_resource ON resource_notes (resource, sort, at);
