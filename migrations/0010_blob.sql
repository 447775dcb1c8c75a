-- +goose Up

-- A file somebody attached. What it hangs on keeps its id: a table of a domain,
-- with REFERENCES blob_file (id), so that nothing attached can ever be purged.
CREATE TABLE blob_file (
  id         TEXT    NOT NULL PRIMARY KEY,
  sha256     TEXT    NOT NULL,            -- of the bytes kept, as hex
  media      TEXT    NOT NULL,            -- by content: "application/pdf"
  name       TEXT    NOT NULL,            -- as sent, cleaned, with the ending of its content
  size       BIGINT  NOT NULL CHECK (size > 0),
  width      INTEGER NOT NULL,            -- of a picture in pixels, else 0
  height     INTEGER NOT NULL,
  account    TEXT    NOT NULL,            -- who sent it
  created_at BIGINT  NOT NULL             -- by the machine's clock
);

-- Its bytes in pieces of 256 KiB, so that neither side of the driver ever holds
-- a whole file. BYTEA is PostgreSQL's own; SQLite keeps bytes as bytes under
-- whatever name a column's type has.
CREATE TABLE blob_part (
  blob TEXT    NOT NULL REFERENCES blob_file (id),
  no   INTEGER NOT NULL,                  -- from 0 on
  data BYTEA   NOT NULL,
  PRIMARY KEY (blob, no)
);

-- The small picture of a picture, for lists: a JPEG of some 20 KB.
CREATE TABLE blob_preview (
  blob TEXT  NOT NULL PRIMARY KEY REFERENCES blob_file (id),
  data BYTEA NOT NULL
);

-- +goose Down
SELECT 1;
