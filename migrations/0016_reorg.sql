-- +goose Up

-- A reorganisation: one signed decision that founds, moves, ends and renames
-- units from a day on.
CREATE TABLE org_reorg (
  id           TEXT    NOT NULL PRIMARY KEY,
  unit         TEXT    NOT NULL REFERENCES org_unit (id),  -- who decides; all it touches stands below
  kind         TEXT    NOT NULL,
  decision_no  TEXT    NOT NULL,
  decided_on   TEXT    NOT NULL,
  effective_on TEXT    NOT NULL,             -- first day of the new order
  signer       TEXT    NOT NULL,
  reason       TEXT    NOT NULL DEFAULT '',
  state        TEXT    NOT NULL,             -- draft, signed, undone
  version      INTEGER NOT NULL DEFAULT 1,
  recorder     TEXT    NOT NULL,
  recorded_at  BIGINT  NOT NULL,
  signed_at    BIGINT,
  signed_by    TEXT    NOT NULL DEFAULT '',
  undone_at    BIGINT,
  undone_for   TEXT    NOT NULL DEFAULT '',
  moved        TEXT    NOT NULL DEFAULT '[]' -- where what moved stood before: JSON
);
CREATE INDEX org_reorg_unit ON org_reorg (unit, effective_on);

CREATE TABLE org_reorg_line (
  reorg    TEXT    NOT NULL REFERENCES org_reorg (id),
  position INTEGER NOT NULL,
  op       TEXT    NOT NULL,               -- found, move, end, rename
  unit     TEXT    NOT NULL,               -- code
  parent   TEXT    NOT NULL DEFAULT '',    -- code
  name     TEXT    NOT NULL DEFAULT '',
  was      TEXT    NOT NULL DEFAULT '',    -- the name before, of a rename
  kind     TEXT    NOT NULL DEFAULT '',
  sector   TEXT    NOT NULL DEFAULT '',
  bloc     TEXT    NOT NULL DEFAULT '',
  ward     TEXT    NOT NULL DEFAULT '',
  heirs    TEXT    NOT NULL DEFAULT '',    -- codes with commas
  PRIMARY KEY (reorg, position)
);
CREATE INDEX org_reorg_line_unit ON org_reorg_line (unit);

-- Who goes on with what a unit was.
CREATE TABLE org_successor (
  unit     TEXT NOT NULL REFERENCES org_unit (id),
  heir     TEXT NOT NULL REFERENCES org_unit (id),
  reorg    TEXT NOT NULL REFERENCES org_reorg (id),
  from_day TEXT NOT NULL,
  PRIMARY KEY (unit, heir)
);
CREATE INDEX org_successor_heir ON org_successor (heir);

-- +goose Down
SELECT 1;
