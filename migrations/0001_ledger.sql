-- +goose Up

-- Where a unit stands: under parent from valid_from to valid_to, both included.
-- parent NULL is a root. Together a unit's rows are its life.
CREATE TABLE ledger_place (
  unit       TEXT NOT NULL,
  parent     TEXT,
  valid_from TEXT NOT NULL,
  valid_to   TEXT NOT NULL,
  PRIMARY KEY (unit, valid_from),
  CHECK (valid_from <= valid_to)
);
CREATE INDEX ledger_place_parent ON ledger_place (parent, valid_from);

-- The atom a unit's facts are summed in. An atom is a set of units that have
-- had the same ancestors in every tree so far (rollup.md §1).
CREATE TABLE ledger_leaf (
  unit TEXT NOT NULL PRIMARY KEY,
  atom TEXT NOT NULL
);
CREATE INDEX ledger_leaf_atom ON ledger_leaf (atom);

-- Which atoms an ancestor has, and when. Only units with children are ancestors.
CREATE TABLE ledger_roll (
  ancestor   TEXT NOT NULL,
  atom       TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to   TEXT NOT NULL,
  PRIMARY KEY (ancestor, atom, valid_from)
);
CREATE INDEX ledger_roll_atom ON ledger_roll (atom, ancestor);

-- What happened. Append-only: a correction is a reversal and a new fact.
CREATE TABLE ledger_fact (
  id          TEXT   NOT NULL PRIMARY KEY,
  series      BIGINT NOT NULL,
  unit        TEXT   NOT NULL REFERENCES ledger_leaf (unit),
  day         TEXT   NOT NULL CHECK (length(day) = 10),
  quantity    BIGINT NOT NULL CHECK (quantity BETWEEN -1000000000000000 AND 1000000000000000),
  source_kind TEXT   NOT NULL,
  source_id   TEXT   NOT NULL,
  reverses    TEXT,
  reason      TEXT   NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorder    TEXT   NOT NULL
);
-- Sums read the indexes alone: quantity saves a visit to the row for each fact.
CREATE INDEX ledger_fact_unit ON ledger_fact (unit, series, day, quantity);
CREATE INDEX ledger_fact_series ON ledger_fact (series, day, unit, quantity);
CREATE INDEX ledger_fact_source ON ledger_fact (source_id);

-- Sums of facts by atom, year and month; nothing is stored above the atom, so
-- no row is hot. The checks make an overflow an error on both databases (twelve
-- such months still fit 64 bits, so a year never overflows silently):
-- SQLite would turn it into a floating number.
CREATE TABLE ledger_cell (
  series BIGINT  NOT NULL,
  atom   TEXT    NOT NULL,
  year   INTEGER NOT NULL,
  m1  BIGINT NOT NULL, m2  BIGINT NOT NULL, m3  BIGINT NOT NULL, m4  BIGINT NOT NULL,
  m5  BIGINT NOT NULL, m6  BIGINT NOT NULL, m7  BIGINT NOT NULL, m8  BIGINT NOT NULL,
  m9  BIGINT NOT NULL, m10 BIGINT NOT NULL, m11 BIGINT NOT NULL, m12 BIGINT NOT NULL,
  PRIMARY KEY (series, atom, year),
  CHECK (m1  BETWEEN -700000000000000000 AND 700000000000000000 AND m2  BETWEEN -700000000000000000 AND 700000000000000000
     AND m3  BETWEEN -700000000000000000 AND 700000000000000000 AND m4  BETWEEN -700000000000000000 AND 700000000000000000
     AND m5  BETWEEN -700000000000000000 AND 700000000000000000 AND m6  BETWEEN -700000000000000000 AND 700000000000000000
     AND m7  BETWEEN -700000000000000000 AND 700000000000000000 AND m8  BETWEEN -700000000000000000 AND 700000000000000000
     AND m9  BETWEEN -700000000000000000 AND 700000000000000000 AND m10 BETWEEN -700000000000000000 AND 700000000000000000
     AND m11 BETWEEN -700000000000000000 AND 700000000000000000 AND m12 BETWEEN -700000000000000000 AND 700000000000000000)
);

-- Typed levels ("now 412"): on this day the stock is this, whatever is
-- recorded late about earlier days.
CREATE TABLE ledger_level (
  unit   TEXT   NOT NULL REFERENCES ledger_leaf (unit),
  series BIGINT NOT NULL,
  day    TEXT   NOT NULL,
  value  BIGINT NOT NULL,
  PRIMARY KEY (unit, series, day)
);

-- +goose Down
SELECT 1;
