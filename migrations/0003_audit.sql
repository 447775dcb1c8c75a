-- +goose Up

-- Who did what to which thing. Opaque ids only, so that erasing a person needs
-- no change here. Append-only.
CREATE TABLE audit_entry (
  id          TEXT    NOT NULL PRIMARY KEY,
  at          BIGINT  NOT NULL,
  account     TEXT    NOT NULL,
  action      TEXT    NOT NULL CHECK (action <> ''),
  target_kind TEXT    NOT NULL,
  target      TEXT    NOT NULL,
  unit        TEXT    NOT NULL,
  detail      TEXT    NOT NULL, -- JSON object, keys sorted: hashed as it stands
  sensitive   BOOLEAN NOT NULL,
  request     TEXT    NOT NULL,
  ip          TEXT    NOT NULL
);
CREATE INDEX audit_entry_target ON audit_entry (target, id);
CREATE INDEX audit_entry_account ON audit_entry (account, id);

-- The entries no seal holds yet. A row comes in the entry's own transaction and
-- goes in that of its seal, so an entry can be neither skipped nor sealed twice,
-- and sealing costs what the tail is long, not what the log is.
CREATE TABLE audit_tail (
  entry TEXT   NOT NULL PRIMARY KEY,
  at    BIGINT NOT NULL
);

-- A batch of entries: the Merkle root of their leaves, chained to the seal before.
-- Hashes are SHA-256 as hex.
CREATE TABLE audit_seal (
  no       BIGINT NOT NULL PRIMARY KEY,
  previous TEXT   NOT NULL, -- hash of seal no-1; empty for the first
  root     TEXT   NOT NULL,
  count    BIGINT NOT NULL CHECK (count > 0),
  at       BIGINT NOT NULL,
  hash     TEXT   NOT NULL  -- of all the above
);

-- Which entries a seal holds, in the order of its leaves. The leaf is kept so
-- that a changed entry can be named and not only its batch. No foreign keys:
-- what is gone shall be found by verify, not hidden with what points at it.
CREATE TABLE audit_sealed (
  entry    TEXT    NOT NULL PRIMARY KEY,
  seal     BIGINT  NOT NULL,
  position INTEGER NOT NULL,
  leaf     TEXT    NOT NULL,
  UNIQUE (seal, position)
);

-- +goose Down
SELECT 1;
