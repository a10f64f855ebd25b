CREATE INDEX calls_opens ON calls (opens, closes, id);
CREATE TABLE call_places (
  place TEXT NOT NULL, -- code of a municipality; '' is the whole country
  call  TEXT NOT NULL REFERENCES calls (id),
  PRIMARY KEY (place, call)
);
CREATE INDEX call_places_call ON call_places (call);
