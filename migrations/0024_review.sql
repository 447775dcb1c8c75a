-- +goose Up

-- A report may be about something: a unit has a report on each of its agreements
-- in one period, and one on itself.
ALTER TABLE report_report ADD COLUMN subject TEXT NOT NULL DEFAULT ''; -- id of what it is about; empty: the unit itself
ALTER TABLE report_report ADD COLUMN about TEXT NOT NULL DEFAULT '';   -- its name when the report was begun
ALTER TABLE report_report ADD COLUMN sent TEXT NOT NULL DEFAULT '';    -- who gets the paper beside the superior, a line each
DROP INDEX report_report_one;
CREATE UNIQUE INDEX report_report_one ON report_report (unit, template, period, supplements, subject) WHERE state <> 'dropped';

-- A review of an agreement: planned by its rhythm or begun unplanned, drafted as
-- a report, held when that is signed.
CREATE TABLE agreement_review (
  id         TEXT    NOT NULL PRIMARY KEY,
  agreement  TEXT    NOT NULL REFERENCES agreement_agreement (id),
  kind       TEXT    NOT NULL,             -- half, interim or final
  from_day   TEXT    NOT NULL,             -- what it looks back on
  to_day     TEXT    NOT NULL,
  due        TEXT    NOT NULL,             -- the last day that is in time
  planned    BOOLEAN NOT NULL,
  report     TEXT    NOT NULL DEFAULT '',  -- id of the report it was drafted as
  unmet      BOOLEAN NOT NULL DEFAULT FALSE, -- of a final one: what is late then is put down as unmet
  held_on    TEXT    NOT NULL DEFAULT '',
  dropped_on TEXT    NOT NULL DEFAULT '',  -- when it was planned no more
  version    INTEGER NOT NULL
);
CREATE INDEX agreement_review_agreement ON agreement_review (agreement, to_day);
CREATE INDEX agreement_review_report ON agreement_review (report) WHERE report <> '';
CREATE UNIQUE INDEX agreement_review_one ON agreement_review (agreement, kind, to_day) WHERE dropped_on = '';

-- +goose Down
SELECT 1;
