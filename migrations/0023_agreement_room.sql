-- +goose Up

-- A link by which a partner without an account follows an agreement. Its secret
-- is kept as a hash only.
CREATE TABLE agreement_room (
  id         TEXT   NOT NULL PRIMARY KEY,
  agreement  TEXT   NOT NULL REFERENCES agreement_agreement (id),
  party      TEXT   NOT NULL REFERENCES agreement_party (id),
  name       TEXT   NOT NULL,              -- the person it was made for
  email      TEXT   NOT NULL,              -- where the link and its codes go
  lang       TEXT   NOT NULL,              -- of its letters, and of its pages at first
  hash       TEXT   NOT NULL UNIQUE,
  made_by    TEXT   NOT NULL,
  made_at    BIGINT NOT NULL,
  expires_on TEXT   NOT NULL,              -- its last day
  revoked_at BIGINT,
  revoked_by TEXT   NOT NULL DEFAULT '',
  used_at    BIGINT,                       -- the last time somebody came in or did something
  mailed_at  BIGINT                        -- a mail server took the letter
);
CREATE INDEX agreement_room_agreement ON agreement_room (agreement, made_at);
CREATE INDEX agreement_room_party ON agreement_room (party);

-- A code that opens a link, as a hash keyed with the link's own secret: who
-- reads the database can try a million codes, but not that.
CREATE TABLE agreement_room_code (
  id      TEXT    NOT NULL PRIMARY KEY,
  room    TEXT    NOT NULL REFERENCES agreement_room (id),
  hash    TEXT    NOT NULL,                -- empty: over
  made_at BIGINT  NOT NULL,                -- by the machine's clock, as all below
  until   BIGINT  NOT NULL,
  tries   INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX agreement_room_code_room ON agreement_room_code (room, made_at);

-- What is still to be told in the clear: a link or a code. The row goes when its
-- letter has been sent, or its time is over.
CREATE TABLE agreement_room_letter (
  id     TEXT   NOT NULL PRIMARY KEY,
  room   TEXT   NOT NULL REFERENCES agreement_room (id),
  code   TEXT   NOT NULL DEFAULT '',       -- id of the code; empty: the link itself
  secret TEXT   NOT NULL,
  until  BIGINT NOT NULL
);
CREATE INDEX agreement_room_letter_room ON agreement_room_letter (room);

-- A browser that has come in.
CREATE TABLE agreement_room_session (
  id      TEXT   NOT NULL PRIMARY KEY,
  room    TEXT   NOT NULL REFERENCES agreement_room (id),
  hash    TEXT   NOT NULL UNIQUE,
  made_at BIGINT NOT NULL,
  until   BIGINT NOT NULL,
  left_at BIGINT
);
CREATE INDEX agreement_room_session_room ON agreement_room_session (room);

-- Something written that partners may read in their rooms and are asked to
-- confirm.
CREATE TABLE agreement_asked (
  kind      TEXT   NOT NULL,               -- of the thing: review
  subject   TEXT   NOT NULL,               -- its id
  agreement TEXT   NOT NULL REFERENCES agreement_agreement (id),
  by        TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (kind, subject)
);
CREATE INDEX agreement_asked_agreement ON agreement_asked (agreement);

-- A partner agrees with what was written of the work they share.
CREATE TABLE agreement_confirmation (
  id        TEXT   NOT NULL PRIMARY KEY,
  agreement TEXT   NOT NULL REFERENCES agreement_agreement (id),
  kind      TEXT   NOT NULL,               -- of the thing that is confirmed: review
  subject   TEXT   NOT NULL,               -- its id
  party     TEXT   NOT NULL REFERENCES agreement_party (id),
  name      TEXT   NOT NULL,               -- who did it for the party
  text      TEXT   NOT NULL DEFAULT '',
  at        BIGINT NOT NULL,
  UNIQUE (kind, subject, party)
);
CREATE INDEX agreement_confirmation_agreement ON agreement_confirmation (agreement);

-- +goose Down
SELECT 1;
