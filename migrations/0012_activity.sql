-- +goose Up

-- A record can be part of another one: an answer of a letter, a visit of a task
-- force. The reference waits for the end of a transaction: a backup brings rows
-- in any order.
ALTER TABLE activity_record ADD COLUMN under TEXT REFERENCES activity_record (id) DEFERRABLE INITIALLY DEFERRED;

-- Copied from the fields its kind names: work is open from due until done.
ALTER TABLE activity_record ADD COLUMN due  TEXT NOT NULL DEFAULT '';
ALTER TABLE activity_record ADD COLUMN done TEXT NOT NULL DEFAULT '';

-- Title, ref and partner without marks, for searching. Records from before this
-- column are folded by the job activity.fold.
ALTER TABLE activity_record ADD COLUMN search TEXT NOT NULL DEFAULT '';

CREATE INDEX activity_record_under ON activity_record (under) WHERE under IS NOT NULL;
CREATE INDEX activity_record_open ON activity_record (due, id, unit, kind) WHERE due <> '' AND done = '' AND withdrawn_at IS NULL;
CREATE INDEX activity_record_mine ON activity_record (recorder, day, kind);

-- Lists go by day, then by id, and ask each row for its unit and kind: the
-- indexes answer without the rows.
DROP INDEX activity_record_day;
DROP INDEX activity_record_unit;
CREATE INDEX activity_record_day ON activity_record (day, id, unit, kind, search);
CREATE INDEX activity_record_unit ON activity_record (unit, day, id, kind);
CREATE INDEX activity_record_kind ON activity_record (kind, day, id, unit);

-- The files that hang on a record or hung on a version of it: history keeps
-- its papers.
CREATE TABLE activity_file (
  record TEXT NOT NULL REFERENCES activity_record (id),
  blob   TEXT NOT NULL REFERENCES blob_file (id),
  PRIMARY KEY (record, blob)
);
CREATE INDEX activity_file_blob ON activity_file (blob);

-- +goose Down
SELECT 1;
