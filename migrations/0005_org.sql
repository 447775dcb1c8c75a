-- +goose Up

CREATE TABLE org_employer (
  id       TEXT NOT NULL PRIMARY KEY,
  name     TEXT NOT NULL,
  folded   TEXT NOT NULL,
  tax_code TEXT NOT NULL DEFAULT '',
  industry TEXT NOT NULL DEFAULT ''
);
CREATE INDEX org_employer_folded ON org_employer (folded);

-- A unit. Where it stands is in ledger_place. Its code is for ever.
CREATE TABLE org_unit (
  id           TEXT   NOT NULL PRIMARY KEY,
  code         TEXT   NOT NULL UNIQUE,
  name         TEXT   NOT NULL,
  kind         TEXT   NOT NULL,
  sector       TEXT   NOT NULL DEFAULT '',
  bloc         TEXT   NOT NULL DEFAULT '',
  ward         TEXT   NOT NULL DEFAULT '',  -- official code of the commune it sits in
  employer     TEXT   REFERENCES org_employer (id),
  founded_on   TEXT   NOT NULL DEFAULT '',  -- empty: stood before the register
  dissolved_on TEXT   NOT NULL DEFAULT '',  -- last day of life
  folded       TEXT   NOT NULL,             -- code and name without marks, for searching
  sort_key     TEXT   NOT NULL,
  version      INTEGER NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL
);
CREATE INDEX org_unit_sort ON org_unit (sort_key);

-- Signed acts about units: founding, dissolution.
CREATE TABLE org_act (
  id             TEXT   NOT NULL PRIMARY KEY,
  kind           TEXT   NOT NULL,
  unit           TEXT   NOT NULL REFERENCES org_unit (id),
  decision_no    TEXT   NOT NULL,
  decided_on     TEXT   NOT NULL,
  effective_on   TEXT   NOT NULL,
  signer         TEXT   NOT NULL,
  reason         TEXT   NOT NULL DEFAULT '',
  members        BIGINT NOT NULL DEFAULT 0,
  women          BIGINT NOT NULL DEFAULT 0,
  admitted       BIGINT NOT NULL DEFAULT 0,
  admitted_women BIGINT NOT NULL DEFAULT 0,
  recorder       TEXT   NOT NULL,
  recorded_at    BIGINT NOT NULL,
  withdrawn_at   BIGINT,
  withdrawn_for  TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX org_act_unit ON org_act (unit, effective_on);

-- How many people work where a unit is: the denominators.
CREATE TABLE org_headcount (
  id          TEXT   NOT NULL PRIMARY KEY,
  unit        TEXT   NOT NULL REFERENCES org_unit (id),
  day         TEXT   NOT NULL,
  workers     BIGINT NOT NULL,
  women       BIGINT NOT NULL,
  recorder    TEXT   NOT NULL,
  recorded_at BIGINT NOT NULL
);
CREATE INDEX org_headcount_unit ON org_headcount (unit, day);

-- Terms of office: "khóa XI, nhiệm kỳ 2023–2028".
CREATE TABLE org_term (
  id         TEXT   NOT NULL PRIMARY KEY,
  unit       TEXT   NOT NULL REFERENCES org_unit (id),
  number     TEXT   NOT NULL,
  from_day   TEXT   NOT NULL,
  to_day     TEXT   NOT NULL,
  recorded_at BIGINT NOT NULL
);
CREATE INDEX org_term_unit ON org_term (unit, from_day);

-- Who holds a post in which committee, from when to when.
CREATE TABLE org_officer (
  id          TEXT   NOT NULL PRIMARY KEY,
  unit        TEXT   NOT NULL REFERENCES org_unit (id),
  committee   TEXT   NOT NULL,
  post        TEXT   NOT NULL,
  name        TEXT   NOT NULL,
  from_day    TEXT   NOT NULL,
  to_day      TEXT   NOT NULL DEFAULT '',
  decision_no TEXT   NOT NULL DEFAULT '',
  recorder    TEXT   NOT NULL,
  recorded_at BIGINT NOT NULL
);
CREATE INDEX org_officer_unit ON org_officer (unit, committee);

-- +goose Down
SELECT 1;
