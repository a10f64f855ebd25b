-- What became of a published index: it is withdrawn, and perhaps brought back. The index itself stays as it was published.
CREATE TABLE index_turns (
  index_id    TEXT   NOT NULL REFERENCES indices (id),
  turn        BIGINT NOT NULL, -- from 1; the last says how the index stands
  kind        TEXT   NOT NULL, -- withdrawn, reinstated
  reason_bg   TEXT   NOT NULL,
  reason_nb   TEXT   NOT NULL,
  reason_en   TEXT   NOT NULL,
  replaced_by TEXT   NOT NULL, -- id of the index to be used instead; '' for none
  by_person   TEXT   NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (index_id, turn)
);
