-- +goose Up

-- Lines of reorganisations that found a unit out of others are few among all
-- lines: the life line of the others looks for them.
CREATE INDEX org_reorg_line_follows ON org_reorg_line (follows) WHERE follows <> '';

-- +goose Down
SELECT 1;
