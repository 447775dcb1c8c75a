-- +goose Up

-- What the program keeps about itself: whether this is the demo, its day.
CREATE TABLE app_setting (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- +goose Down
SELECT 1;
