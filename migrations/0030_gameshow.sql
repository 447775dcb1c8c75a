-- +goose Up

-- A show as its host has built it.
CREATE TABLE gameshow_show (
  id          TEXT    NOT NULL PRIMARY KEY,
  unit        TEXT    NOT NULL REFERENCES org_unit (id),
  title       TEXT    NOT NULL,
  data        TEXT    NOT NULL,            -- JSON of a Show
  version     INTEGER NOT NULL,
  recorder    TEXT    NOT NULL,
  recorded_at BIGINT  NOT NULL,
  withdrawn_at BIGINT
);
CREATE INDEX gameshow_show_unit ON gameshow_show (unit, recorded_at);

-- One evening on which a show is played: the show as it was then, where the game
-- is, and the number people join by.
CREATE TABLE gameshow_game (
  id         TEXT    NOT NULL PRIMARY KEY,
  show       TEXT    NOT NULL REFERENCES gameshow_show (id),
  unit       TEXT    NOT NULL REFERENCES org_unit (id),
  data       TEXT    NOT NULL,             -- JSON of a Show: what is changed in it later changes no game
  pin        TEXT    NOT NULL,
  rehearsal  BOOLEAN NOT NULL,
  locked     BOOLEAN NOT NULL DEFAULT FALSE, -- nobody new may join
  question   INTEGER NOT NULL,             -- the last that was asked, from 0; -1: none
  asking     BOOLEAN NOT NULL,             -- it is open
  no         BIGINT  NOT NULL,             -- of the last event
  host       TEXT    NOT NULL,             -- account
  created_at BIGINT  NOT NULL,
  ended_at   BIGINT
);
CREATE UNIQUE INDEX gameshow_game_pin ON gameshow_game (pin) WHERE ended_at IS NULL;
CREATE INDEX gameshow_game_unit ON gameshow_game (unit, created_at);

-- What the host did, in its order. Nothing is changed or deleted.
CREATE TABLE gameshow_event (
  game     TEXT   NOT NULL REFERENCES gameshow_game (id),
  no       BIGINT NOT NULL,
  at       BIGINT NOT NULL,
  data     TEXT   NOT NULL,                -- JSON of an Event
  PRIMARY KEY (game, no)
);

-- Who plays. resume is the SHA-256 of the code they come back with.
CREATE TABLE gameshow_player (
  game     TEXT    NOT NULL REFERENCES gameshow_game (id),
  id       TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  team     TEXT    NOT NULL,
  first    INTEGER NOT NULL,               -- question they can answer first
  resume   TEXT    NOT NULL,
  at       BIGINT  NOT NULL,
  PRIMARY KEY (game, id)
);
CREATE UNIQUE INDEX gameshow_player_resume ON gameshow_player (game, resume);

-- The one answer of a player to a question, kept before it is acknowledged.
CREATE TABLE gameshow_answer (
  game     TEXT    NOT NULL REFERENCES gameshow_game (id),
  question INTEGER NOT NULL,
  player   TEXT    NOT NULL,
  at       BIGINT  NOT NULL,               -- when it came
  took     BIGINT  NOT NULL,               -- microseconds
  late     BOOLEAN NOT NULL,               -- the question was shut when it was kept
  data     TEXT    NOT NULL,               -- JSON of an Answer
  PRIMARY KEY (game, question, player)
);

-- +goose Down
SELECT 1;
