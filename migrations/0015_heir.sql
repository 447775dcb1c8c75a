-- +goose Up

-- The single heir of a unit that ended: from this day on what was booked on the
-- closed unit stands below the heir (design.md §3, "today, closed units").
CREATE TABLE ledger_heir (
  unit       TEXT NOT NULL PRIMARY KEY,
  heir       TEXT NOT NULL,
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10)
);
CREATE INDEX ledger_heir_heir ON ledger_heir (heir, valid_from);

-- +goose Down
SELECT 1;
