-- +goose Up

-- A target given to a unit for a period, by a document. A later document for
-- the same indicator, unit and period is a revision: the newest one holds.
CREATE TABLE target_target (
  id          TEXT   NOT NULL PRIMARY KEY,
  indicator   TEXT   NOT NULL,
  unit        TEXT   NOT NULL REFERENCES org_unit (id),
  period      TEXT   NOT NULL,
  comparison  TEXT   NOT NULL CHECK (comparison IN ('>=', '>', '=', '<=', '<')),
  value       TEXT   NOT NULL,            -- decimal text: exact on both databases
  document    TEXT   NOT NULL,
  issued_on   TEXT   NOT NULL,
  giver       TEXT   NOT NULL REFERENCES org_unit (id),
  reason      TEXT   NOT NULL DEFAULT '',
  recorder    TEXT   NOT NULL,
  recorded_at BIGINT NOT NULL
);
CREATE INDEX target_target_unit ON target_target (unit, period, indicator, issued_on);

-- +goose Down
SELECT 1;
