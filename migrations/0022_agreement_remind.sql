-- +goose Up

-- Something that has to be done about an agreement by a day, at the unit that has
-- to do it: a duty, what comes next, the end, a review, a visit. It follows the
-- agreement; next_on is what the daily job reads.
CREATE TABLE agreement_watch (
  id        TEXT    NOT NULL PRIMARY KEY,
  agreement TEXT    NOT NULL REFERENCES agreement_agreement (id),
  kind      TEXT    NOT NULL,              -- duty, notice, end, review, visit
  subject   TEXT    NOT NULL,              -- id of the duty or review; of the agreement itself
  unit      TEXT    NOT NULL REFERENCES org_unit (id), -- that has to do it
  text      TEXT    NOT NULL DEFAULT '',   -- what was promised; empty: the kind says it
  due       TEXT    NOT NULL,
  round     INTEGER NOT NULL,              -- one more each time its day is moved, or somebody takes it
  stage     TEXT    NOT NULL,              -- the step that comes next: ahead, due, climb
  level     INTEGER NOT NULL,              -- how many superiors it has climbed
  stands    TEXT    NOT NULL REFERENCES org_unit (id), -- who was told last
  next_on   TEXT    NOT NULL DEFAULT '',   -- day of the next step; empty: none
  closed_on TEXT    NOT NULL DEFAULT '',   -- day it was done; empty: open
  at        BIGINT  NOT NULL,              -- of its last change
  UNIQUE (agreement, kind, subject, unit)
);
CREATE INDEX agreement_watch_next ON agreement_watch (next_on, id) WHERE next_on <> '';
CREATE INDEX agreement_watch_unit ON agreement_watch (unit, due, id);
CREATE INDEX agreement_watch_due ON agreement_watch (due, id);

-- What was done about it: who was told at which level on which day, who took it
-- until when. Rows are added, never changed or deleted; each step of a round
-- happens once.
CREATE TABLE agreement_watch_step (
  id      TEXT    NOT NULL PRIMARY KEY,
  watch   TEXT    NOT NULL REFERENCES agreement_watch (id),
  round   INTEGER NOT NULL,
  act     TEXT    NOT NULL,                -- ahead, due, climb, heir, take
  level   INTEGER NOT NULL,
  unit    TEXT    NOT NULL REFERENCES org_unit (id), -- that was told, or at which it was taken
  on_day  TEXT    NOT NULL,
  told    TEXT    NOT NULL DEFAULT '',     -- ids of the accounts, a blank between
  account TEXT    NOT NULL DEFAULT '',     -- who took it
  note    TEXT    NOT NULL DEFAULT '',
  until   TEXT    NOT NULL DEFAULT '',     -- by when whoever took it wants to have done it
  at      BIGINT  NOT NULL,
  UNIQUE (watch, round, act, unit)
);
CREATE INDEX agreement_watch_step_unit ON agreement_watch_step (unit, watch);

-- What was decided in the days of notice to come after a stage.
CREATE TABLE agreement_decision (
  id        TEXT   NOT NULL PRIMARY KEY,
  agreement TEXT   NOT NULL REFERENCES agreement_agreement (id),
  to_day    TEXT   NOT NULL,               -- end of the stage it is about
  choice    TEXT   NOT NULL,               -- renew, prolong, lapse
  note      TEXT   NOT NULL,
  account   TEXT   NOT NULL,
  on_day    TEXT   NOT NULL,
  at        BIGINT NOT NULL
);
CREATE INDEX agreement_decision_agreement ON agreement_decision (agreement, to_day);

-- The secret address under which a calendar program reads what is due for an
-- account: one that works at a time.
CREATE TABLE agreement_feed (
  id         TEXT   NOT NULL PRIMARY KEY,
  account    TEXT   NOT NULL REFERENCES auth_account (id),
  hash       TEXT   NOT NULL UNIQUE,       -- SHA-256 of the secret
  made_at    BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE UNIQUE INDEX agreement_feed_account ON agreement_feed (account) WHERE revoked_at IS NULL;

-- +goose Down
SELECT 1;
