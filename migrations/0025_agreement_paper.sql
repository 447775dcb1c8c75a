-- +goose Up

-- A text that came after the signature: a translation, or what is on paper typed
-- in later. It may be corrected; what was there when it was signed may not.
ALTER TABLE agreement_article ADD COLUMN afterwards BOOLEAN NOT NULL DEFAULT FALSE;

-- What a file of an agreement is. One that hung on a signed agreement by mistake
-- stays, withdrawn for a reason.
ALTER TABLE agreement_file ADD COLUMN kind TEXT NOT NULL DEFAULT 'other';
ALTER TABLE agreement_file ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE agreement_file ADD COLUMN at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE agreement_file ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE agreement_file ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- How the signing went, for its minutes.
CREATE TABLE agreement_minutes (
  agreement TEXT    NOT NULL PRIMARY KEY REFERENCES agreement_agreement (id),
  began     TEXT    NOT NULL DEFAULT '',   -- 15:30; empty: by hand
  ended     TEXT    NOT NULL DEFAULT '',
  present   TEXT    NOT NULL DEFAULT '',   -- who was there, one a line
  course    TEXT    NOT NULL DEFAULT '',   -- what happened, paragraphs
  copies    INTEGER NOT NULL DEFAULT 0,    -- of the minutes; 0: by hand
  version   INTEGER NOT NULL,
  by        TEXT    NOT NULL,
  at        BIGINT  NOT NULL
);

-- +goose Down
SELECT 1;
