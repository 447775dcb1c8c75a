-- +goose Up

-- A delegation that goes to somebody, under an agreement or on its own.
CREATE TABLE agreement_visit (
  id            TEXT    NOT NULL PRIMARY KEY,
  agreement     TEXT    REFERENCES agreement_agreement (id), -- NULL: under none
  unit          TEXT    NOT NULL REFERENCES org_unit (id), -- who keeps it: a host or a guest
  title         TEXT    NOT NULL,
  planned_from  TEXT    NOT NULL,
  planned_to    TEXT    NOT NULL,
  held_from     TEXT    NOT NULL DEFAULT '', -- empty: not told yet
  held_to       TEXT    NOT NULL DEFAULT '', -- empty: they have not left
  place         TEXT    NOT NULL DEFAULT '',
  head          TEXT    NOT NULL DEFAULT '', -- of the delegation
  head_post     TEXT    NOT NULL DEFAULT '',
  people        INTEGER NOT NULL,            -- in the delegation, with its head
  lessons       TEXT    NOT NULL DEFAULT '', -- what was learned
  source        TEXT    NOT NULL DEFAULT '', -- article it is known from
  source_url    TEXT    NOT NULL DEFAULT '',
  cancelled_on  TEXT    NOT NULL DEFAULT '',
  cancel_reason TEXT    NOT NULL DEFAULT '',
  on_day        TEXT    NOT NULL,            -- first day, held or planned: its place in lists
  folded        TEXT    NOT NULL,
  version       INTEGER NOT NULL,
  recorder      TEXT    NOT NULL,
  recorded_at   BIGINT  NOT NULL,
  withdrawn_at  BIGINT
);
CREATE INDEX agreement_visit_agreement ON agreement_visit (agreement) WHERE agreement IS NOT NULL;
CREATE INDEX agreement_visit_day ON agreement_visit (on_day, id);
CREATE INDEX agreement_visit_unit ON agreement_visit (unit);

-- Who receives and who comes. The first of each role is the one that leads.
CREATE TABLE agreement_visit_side (
  id       TEXT    NOT NULL PRIMARY KEY,
  visit    TEXT    NOT NULL REFERENCES agreement_visit (id),
  role     TEXT    NOT NULL,               -- host or guest
  position INTEGER NOT NULL,
  unit     TEXT    REFERENCES org_unit (id),
  partner  TEXT    REFERENCES agreement_partner (id),
  CHECK ((unit IS NULL) <> (partner IS NULL))
);
CREATE INDEX agreement_visit_side_visit ON agreement_visit_side (visit, role, position);
CREATE INDEX agreement_visit_side_unit ON agreement_visit_side (unit) WHERE unit IS NOT NULL;

CREATE TABLE agreement_visit_member (
  visit    TEXT    NOT NULL REFERENCES agreement_visit (id),
  position INTEGER NOT NULL,
  name     TEXT    NOT NULL,
  post     TEXT    NOT NULL,
  PRIMARY KEY (visit, position)
);

CREATE TABLE agreement_visit_item (
  visit    TEXT    NOT NULL REFERENCES agreement_visit (id),
  position INTEGER NOT NULL,
  day      TEXT    NOT NULL,
  text     TEXT    NOT NULL,
  PRIMARY KEY (visit, position)
);

CREATE TABLE agreement_visit_file (
  visit    TEXT    NOT NULL REFERENCES agreement_visit (id),
  blob     TEXT    NOT NULL REFERENCES blob_file (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (visit, blob)
);
CREATE INDEX agreement_visit_file_blob ON agreement_visit_file (blob);

CREATE TABLE agreement_visit_change (
  visit   TEXT    NOT NULL REFERENCES agreement_visit (id),
  version INTEGER NOT NULL,
  was     TEXT    NOT NULL,                -- JSON
  reason  TEXT    NOT NULL,
  by      TEXT    NOT NULL,
  at      BIGINT  NOT NULL,
  PRIMARY KEY (visit, version)
);

-- What somebody wants to hear of at a visit.
CREATE TABLE agreement_topic (
  id       TEXT    NOT NULL PRIMARY KEY,
  visit    TEXT    NOT NULL REFERENCES agreement_visit (id),
  position INTEGER NOT NULL,
  text     TEXT    NOT NULL,
  side     TEXT    NOT NULL,               -- id of the host or guest who asks
  person   TEXT    NOT NULL DEFAULT '',    -- who asks there
  account  TEXT    NOT NULL,
  at       BIGINT  NOT NULL,
  dropped_at BIGINT
);
CREATE INDEX agreement_topic_visit ON agreement_topic (visit, position);

-- What one of the other side says to it.
CREATE TABLE agreement_answer (
  id      TEXT    NOT NULL PRIMARY KEY,
  topic   TEXT    NOT NULL REFERENCES agreement_topic (id),
  side    TEXT    NOT NULL,                -- id of the host or guest who answers
  person  TEXT    NOT NULL DEFAULT '',
  text    TEXT    NOT NULL,
  version INTEGER NOT NULL,
  account TEXT    NOT NULL,
  at      BIGINT  NOT NULL,
  UNIQUE (topic, side)
);

CREATE TABLE agreement_answer_file (
  answer   TEXT    NOT NULL REFERENCES agreement_answer (id),
  blob     TEXT    NOT NULL REFERENCES blob_file (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (answer, blob)
);
CREATE INDEX agreement_answer_file_blob ON agreement_answer_file (blob);

-- Practices of the library that an answer leads to.
CREATE TABLE agreement_answer_practice (
  answer   TEXT    NOT NULL REFERENCES agreement_answer (id),
  practice TEXT    NOT NULL REFERENCES practice_practice (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (answer, practice)
);

-- What was taken over after a visit.
CREATE TABLE agreement_visit_adoption (
  visit    TEXT NOT NULL REFERENCES agreement_visit (id),
  adoption TEXT NOT NULL REFERENCES practice_adoption (id),
  PRIMARY KEY (visit, adoption)
);

-- +goose Down
SELECT 1;
