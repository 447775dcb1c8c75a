-- +goose Up

-- A clip or a picture a host has uploaded for a show, and why it may be played.
-- One that was withdrawn stays while a game plays it or has played it.
CREATE TABLE gameshow_media (
  id           TEXT   NOT NULL PRIMARY KEY,
  show         TEXT   NOT NULL REFERENCES gameshow_show (id),
  kind         TEXT   NOT NULL,           -- clip, picture
  title        TEXT   NOT NULL,
  singer       TEXT   NOT NULL,           -- of a clip; empty: not told
  rights       TEXT   NOT NULL,           -- who has the rights in it, or why it may be played
  blob         TEXT   NOT NULL REFERENCES blob_file (id),
  millis       BIGINT NOT NULL,           -- how long a clip is; of a picture 0
  recorder     TEXT   NOT NULL,
  recorded_at  BIGINT NOT NULL,
  withdrawn_at BIGINT
);
CREATE INDEX gameshow_media_show ON gameshow_media (show, recorded_at);
CREATE INDEX gameshow_media_blob ON gameshow_media (blob);

-- +goose Down
SELECT 1;
