-- +goose Up

CREATE TABLE auth_account (
  id         TEXT    NOT NULL PRIMARY KEY,
  name       TEXT    NOT NULL UNIQUE,      -- what one types at log-in, lower case
  display    TEXT    NOT NULL,
  password   TEXT    NOT NULL,             -- argon2id, PHC text
  lang       TEXT    NOT NULL DEFAULT 'vi',
  created_at BIGINT  NOT NULL,
  disabled_at BIGINT
);

-- What an account may do: a role (a list of actions) in a unit and all below
-- it. Unit '*' is every unit.
CREATE TABLE auth_grant (
  id         TEXT   NOT NULL PRIMARY KEY,
  account    TEXT   NOT NULL REFERENCES auth_account (id),
  role       TEXT   NOT NULL,
  unit       TEXT   NOT NULL,
  granted_at BIGINT NOT NULL,
  granted_by TEXT   NOT NULL,
  UNIQUE (account, role, unit)
);

CREATE TABLE auth_session (
  id         TEXT   NOT NULL PRIMARY KEY,
  hash       TEXT   NOT NULL UNIQUE,       -- SHA-256 of the cookie
  account    TEXT   NOT NULL REFERENCES auth_account (id),
  unit       TEXT   NOT NULL DEFAULT '',   -- the unit one acts for
  device     TEXT   NOT NULL,
  ip         TEXT   NOT NULL,
  held       TEXT   NOT NULL DEFAULT '',   -- a form typed when the session had ended
  created_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX auth_session_account ON auth_session (account, seen_at);

CREATE TABLE auth_token (
  id         TEXT   NOT NULL PRIMARY KEY,
  hash       TEXT   NOT NULL UNIQUE,
  account    TEXT   NOT NULL REFERENCES auth_account (id),
  label      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at    BIGINT,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX auth_token_account ON auth_token (account, created_at);

-- Failed log-ins, by account and by address.
CREATE TABLE auth_throttle (
  name     TEXT    NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at  BIGINT  NOT NULL
);

-- +goose Down
SELECT 1;
