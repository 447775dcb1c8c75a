-- +goose Up

-- A way of working that has proved itself, written down for others to take over.
CREATE TABLE practice_practice (
  id          TEXT    NOT NULL PRIMARY KEY,
  unit        TEXT    NOT NULL REFERENCES org_unit (id), -- whose it is
  title       TEXT    NOT NULL,
  aim         TEXT    NOT NULL,
  steps       TEXT    NOT NULL,            -- one a line
  cost        BIGINT,                      -- đồng; NULL: not told
  results     TEXT    NOT NULL DEFAULT '', -- in words; the figures are counted
  lessons     TEXT    NOT NULL DEFAULT '',
  contact     TEXT    NOT NULL DEFAULT '',
  record      TEXT    REFERENCES activity_record (id), -- the record it grew from
  sharing     TEXT    NOT NULL DEFAULT '', -- federation or all; empty: not shared
  shared_on   TEXT    NOT NULL DEFAULT '',
  source      TEXT    NOT NULL DEFAULT '', -- article it is known from
  source_url  TEXT    NOT NULL DEFAULT '',
  folded      TEXT    NOT NULL,
  version     INTEGER NOT NULL,
  recorder    TEXT    NOT NULL,
  recorded_at BIGINT  NOT NULL,
  withdrawn_at BIGINT
);
CREATE INDEX practice_practice_unit ON practice_practice (unit);
CREATE INDEX practice_practice_at ON practice_practice (recorded_at, id);
CREATE INDEX practice_practice_record ON practice_practice (record) WHERE record IS NOT NULL;

CREATE TABLE practice_field (
  practice TEXT NOT NULL REFERENCES practice_practice (id),
  field    TEXT NOT NULL,                  -- code of catalogue/practice.toml
  PRIMARY KEY (practice, field)
);

-- A figure that shows what came of a practice; its value is counted, never kept.
CREATE TABLE practice_figure (
  practice  TEXT    NOT NULL REFERENCES practice_practice (id),
  position  INTEGER NOT NULL,
  indicator TEXT    NOT NULL,
  period    TEXT    NOT NULL,              -- "2023", "2020/2023"
  dim       TEXT    NOT NULL DEFAULT '',
  part      TEXT    NOT NULL DEFAULT '',
  PRIMARY KEY (practice, position)
);

CREATE TABLE practice_file (
  practice TEXT    NOT NULL REFERENCES practice_practice (id),
  blob     TEXT    NOT NULL REFERENCES blob_file (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (practice, blob)
);
CREATE INDEX practice_file_blob ON practice_file (blob);

-- A version that was left, and why.
CREATE TABLE practice_change (
  practice TEXT    NOT NULL REFERENCES practice_practice (id),
  version  INTEGER NOT NULL,
  was      TEXT    NOT NULL,               -- JSON
  reason   TEXT    NOT NULL,
  by       TEXT    NOT NULL,
  at       BIGINT  NOT NULL,
  PRIMARY KEY (practice, version)
);

-- A unit that has taken a practice over, once.
CREATE TABLE practice_adoption (
  id          TEXT    NOT NULL PRIMARY KEY,
  practice    TEXT    NOT NULL REFERENCES practice_practice (id),
  unit        TEXT    NOT NULL REFERENCES org_unit (id),
  since       TEXT    NOT NULL,
  changed     TEXT    NOT NULL DEFAULT '', -- what it does in another way
  state       TEXT    NOT NULL,            -- tries, works, given_up
  outcome     TEXT    NOT NULL DEFAULT '', -- how it went
  told_on     TEXT    NOT NULL DEFAULT '', -- day of the last report; before it the unit was trying
  version     INTEGER NOT NULL,
  recorder    TEXT    NOT NULL,
  recorded_at BIGINT  NOT NULL,
  withdrawn_at BIGINT,
  UNIQUE (practice, unit)
);
CREATE INDEX practice_adoption_unit ON practice_adoption (unit);

CREATE TABLE practice_adoption_figure (
  adoption  TEXT    NOT NULL REFERENCES practice_adoption (id),
  position  INTEGER NOT NULL,
  indicator TEXT    NOT NULL,
  period    TEXT    NOT NULL,
  dim       TEXT    NOT NULL DEFAULT '',
  part      TEXT    NOT NULL DEFAULT '',
  PRIMARY KEY (adoption, position)
);

CREATE TABLE practice_adoption_change (
  adoption TEXT    NOT NULL REFERENCES practice_adoption (id),
  version  INTEGER NOT NULL,
  was      TEXT    NOT NULL,               -- JSON
  reason   TEXT    NOT NULL,
  by       TEXT    NOT NULL,
  at       BIGINT  NOT NULL,
  PRIMARY KEY (adoption, version)
);

-- +goose Down
SELECT 1;
