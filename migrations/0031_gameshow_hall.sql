-- +goose Up

-- The unit a player plays for, where teams are units; empty: none, or the team is a name.
ALTER TABLE gameshow_player ADD COLUMN unit TEXT NOT NULL DEFAULT '';

-- The record of work a game has become.
ALTER TABLE gameshow_game ADD COLUMN posted TEXT NOT NULL DEFAULT '';

-- +goose Down
SELECT 1;
