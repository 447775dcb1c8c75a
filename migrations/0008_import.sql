-- +goose Up

-- A file somebody sent to be imported, between its check and its writing. It
-- goes with the next one of its kind from the same account, or after a day.
CREATE TABLE import_file (
  id           TEXT    NOT NULL PRIMARY KEY,
  account      TEXT    NOT NULL,
  kind         TEXT    NOT NULL,            -- "units"
  name         TEXT    NOT NULL,            -- as the sender calls it
  sha256       TEXT    NOT NULL,
  content      TEXT    NOT NULL,            -- base64
  ignored      TEXT    NOT NULL,            -- JSON: columns nobody reads
  state        TEXT    NOT NULL CHECK (state IN ('checking', 'checked', 'writing', 'written', 'failed')),
  accept_valid INTEGER NOT NULL DEFAULT 0,  -- 1: write the good rows although others are refused
  total        INTEGER NOT NULL,            -- rows
  refused      INTEGER NOT NULL DEFAULT 0,
  messages     TEXT    NOT NULL DEFAULT '[]', -- JSON: the first refusals
  refusals     TEXT    NOT NULL DEFAULT '',   -- base64 of the CSV of refused rows
  fault        TEXT    NOT NULL DEFAULT '',   -- why it failed, for the sender
  created_at   BIGINT  NOT NULL               -- by the machine's clock
);
CREATE INDEX import_file_account ON import_file (account, kind);

-- +goose Down
SELECT 1;
