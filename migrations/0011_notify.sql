-- +goose Up

-- Where an account's notices are mailed to; empty is nowhere. mail is the
-- person's own switch.
ALTER TABLE auth_account ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE auth_account ADD COLUMN mail BOOLEAN NOT NULL DEFAULT TRUE;

-- What one account is told: a message and its values, so that it is said in the
-- reader's language of the moment. once names the event; it comes to an account
-- one time, however often it is told of.
CREATE TABLE notify_notice (
  id        TEXT   NOT NULL PRIMARY KEY,
  account   TEXT   NOT NULL REFERENCES auth_account (id),
  at        BIGINT NOT NULL,
  kind      TEXT   NOT NULL,               -- message key
  args      TEXT   NOT NULL,               -- JSON object: whole numbers and text
  href      TEXT   NOT NULL,               -- a page of this site
  once      TEXT   NOT NULL,
  read_at   BIGINT,
  mailed_at BIGINT,
  UNIQUE (account, once)
);
CREATE INDEX notify_notice_account ON notify_notice (account, at, id);
CREATE INDEX notify_notice_unread ON notify_notice (account) WHERE read_at IS NULL;

-- +goose Down
SELECT 1;
