-- +goose Up

-- Questions of law that shows are built of: those that come with the program,
-- and those of units.
CREATE TABLE gameshow_bank (
  id          TEXT    NOT NULL PRIMARY KEY,  -- of one that comes with the program: its code
  code        TEXT    NOT NULL,              -- what people call it
  unit        TEXT    NOT NULL,              -- id; empty: it comes with the program
  copied      TEXT    NOT NULL,              -- code of the question it was made from; empty: none
  data        TEXT    NOT NULL,              -- JSON of a Question
  law         TEXT    NOT NULL,
  article     TEXT    NOT NULL,              -- "3"
  clause      TEXT    NOT NULL,              -- "2"; empty: the whole article
  topic       TEXT    NOT NULL,
  difficulty  INTEGER NOT NULL CHECK (difficulty BETWEEN 1 AND 3),
  valid_from  TEXT    NOT NULL,              -- of the text its answer stands in; empty: always
  valid_to    TEXT    NOT NULL,              -- last day; empty: no end is known
  state       TEXT    NOT NULL,
  source      TEXT    NOT NULL,              -- the text that was read: an address, or its name
  checked     TEXT    NOT NULL,              -- how, of one that comes with the program
  reviewer    TEXT    NOT NULL,              -- account; empty: nobody yet
  reviewed_on TEXT    NOT NULL,
  writer      TEXT    NOT NULL,              -- account that wrote it last
  written_at  BIGINT  NOT NULL,
  asked       TEXT    NOT NULL,              -- the question's words, for finding it again
  folded      TEXT    NOT NULL,              -- what it is searched by, without marks
  sort_key    TEXT    NOT NULL,
  print       TEXT    NOT NULL,              -- SHA-256 of all it says
  version     INTEGER NOT NULL,
  recorder    TEXT    NOT NULL,
  recorded_at BIGINT  NOT NULL,
  withdrawn_at BIGINT
);
CREATE UNIQUE INDEX gameshow_bank_code ON gameshow_bank (unit, code);
-- A unit asks the same thing once.
CREATE UNIQUE INDEX gameshow_bank_asked ON gameshow_bank (unit, asked) WHERE withdrawn_at IS NULL AND unit <> '';
-- A page of the list is read in its order.
CREATE INDEX gameshow_bank_sort ON gameshow_bank (sort_key, id) WHERE withdrawn_at IS NULL;

-- +goose Down
SELECT 1;
