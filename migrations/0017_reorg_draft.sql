-- +goose Up

-- Codes of the units a founded one goes on from, people that come along with
-- it, and whether a new name or kind is in force: one signed ahead waits for its
-- day.
ALTER TABLE org_reorg_line ADD COLUMN follows TEXT NOT NULL DEFAULT '';
ALTER TABLE org_reorg_line ADD COLUMN members BIGINT NOT NULL DEFAULT 0;
ALTER TABLE org_reorg_line ADD COLUMN women BIGINT NOT NULL DEFAULT 0;
ALTER TABLE org_reorg_line ADD COLUMN in_force BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX org_reorg_line_waiting ON org_reorg_line (op, in_force);

-- The reorganisation that ended a post with its unit.
ALTER TABLE org_officer ADD COLUMN ended_by TEXT NOT NULL DEFAULT '';

-- The unit to which a level hands on what is recorded late: the heir of a
-- merged one.
ALTER TABLE ledger_level ADD COLUMN heir TEXT NOT NULL DEFAULT '';

-- +goose Down
SELECT 1;
