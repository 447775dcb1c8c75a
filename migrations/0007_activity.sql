-- +goose Up

-- A record of work of a catalogue kind.
CREATE TABLE activity_record (
  id           TEXT   NOT NULL PRIMARY KEY,
  kind         TEXT   NOT NULL,
  unit         TEXT   NOT NULL REFERENCES org_unit (id),
  ref          TEXT   NOT NULL DEFAULT '',  -- the sender's own name for it, unique per unit
  day          TEXT   NOT NULL,
  title        TEXT   NOT NULL,
  partner      TEXT   NOT NULL DEFAULT '',
  note         TEXT   NOT NULL DEFAULT '',
  fields       TEXT   NOT NULL,             -- JSON object: field → text
  version      INTEGER NOT NULL DEFAULT 1,
  recorder     TEXT   NOT NULL,
  recorded_at  BIGINT NOT NULL,
  withdrawn_at BIGINT
);
CREATE UNIQUE INDEX activity_record_ref ON activity_record (unit, ref) WHERE ref <> '';
CREATE INDEX activity_record_day ON activity_record (day, id);
CREATE INDEX activity_record_unit ON activity_record (unit, day);

-- Every version a record had before it was changed or withdrawn, and why.
CREATE TABLE activity_change (
  record  TEXT    NOT NULL REFERENCES activity_record (id),
  version INTEGER NOT NULL,               -- the version that was left
  unit    TEXT    NOT NULL REFERENCES org_unit (id),
  day     TEXT    NOT NULL,
  title   TEXT    NOT NULL,
  partner TEXT    NOT NULL,
  note    TEXT    NOT NULL,
  fields  TEXT    NOT NULL,
  reason  TEXT    NOT NULL,
  by      TEXT    NOT NULL,
  at      BIGINT  NOT NULL,
  PRIMARY KEY (record, version)
);

-- +goose Down
SELECT 1;
