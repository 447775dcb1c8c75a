-- +goose Up

-- Who unions sign with outside the tree: committees, departments, enterprises,
-- federations of other countries. One row for each, whoever signs with it.
CREATE TABLE agreement_partner (
  id       TEXT   NOT NULL PRIMARY KEY,
  name     TEXT   NOT NULL,
  kind     TEXT   NOT NULL,
  country  TEXT   NOT NULL DEFAULT '',     -- ISO 3166, two letters; empty: Vietnam
  folded   TEXT   NOT NULL,                -- name without marks, to be found by
  at       BIGINT NOT NULL,
  UNIQUE (folded, kind)
);

-- What has been agreed: one text, whatever the number of those who signed it.
CREATE TABLE agreement_agreement (
  id          TEXT    NOT NULL PRIMARY KEY,
  unit        TEXT    NOT NULL REFERENCES org_unit (id), -- who keeps it: a party of side A
  kind        TEXT    NOT NULL,
  number      TEXT    NOT NULL DEFAULT '',
  title       TEXT    NOT NULL,
  place       TEXT    NOT NULL DEFAULT '',
  signed_on   TEXT    NOT NULL DEFAULT '', -- empty: a draft
  from_day    TEXT    NOT NULL,            -- the stage
  to_day      TEXT    NOT NULL,
  notice      INTEGER NOT NULL,            -- days before the end at which somebody has to say what comes next
  notice_on   TEXT    NOT NULL,            -- that day
  review      INTEGER NOT NULL,            -- months between reviews; 0: only at the end
  visits      BOOLEAN NOT NULL DEFAULT FALSE, -- delegations go to and fro, the sides in turn
  first_host  TEXT    NOT NULL DEFAULT '', -- side that receives the first one
  lang        TEXT    NOT NULL DEFAULT 'vi', -- of the text that holds
  source      TEXT    NOT NULL DEFAULT '', -- article it is known from
  source_url  TEXT    NOT NULL DEFAULT '',
  predecessor TEXT    REFERENCES agreement_agreement (id), -- whose stage it follows
  closed_on   TEXT    NOT NULL DEFAULT '', -- day its final review was held
  ended_on    TEXT    NOT NULL DEFAULT '', -- last day, when it ends before its stage
  end_reason  TEXT    NOT NULL DEFAULT '',
  folded      TEXT    NOT NULL,
  version     INTEGER NOT NULL,
  recorder    TEXT    NOT NULL,
  recorded_at BIGINT  NOT NULL,
  withdrawn_at BIGINT
);
CREATE INDEX agreement_agreement_unit ON agreement_agreement (unit);
CREATE INDEX agreement_agreement_end ON agreement_agreement (to_day, id);
CREATE INDEX agreement_agreement_predecessor ON agreement_agreement (predecessor) WHERE predecessor IS NOT NULL;

-- A version that was left, and why.
CREATE TABLE agreement_change (
  agreement TEXT    NOT NULL REFERENCES agreement_agreement (id),
  version   INTEGER NOT NULL,
  was       TEXT    NOT NULL,              -- JSON
  reason    TEXT    NOT NULL,
  by        TEXT    NOT NULL,
  at        BIGINT  NOT NULL,
  PRIMARY KEY (agreement, version)
);

-- Who is bound by it, from and to which day: successors come later.
CREATE TABLE agreement_party (
  id        TEXT    NOT NULL PRIMARY KEY,
  agreement TEXT    NOT NULL REFERENCES agreement_agreement (id),
  side      TEXT    NOT NULL,              -- A or B
  position  INTEGER NOT NULL,              -- within the side, from 1
  unit      TEXT    REFERENCES org_unit (id),
  partner   TEXT    REFERENCES agreement_partner (id),
  signer    TEXT    NOT NULL DEFAULT '',
  post      TEXT    NOT NULL DEFAULT '',
  authority TEXT    NOT NULL DEFAULT '',   -- TM. BAN THƯỜNG VỤ
  number    TEXT    NOT NULL DEFAULT '',   -- its own number of the text, when it gave one
  signed_on TEXT    NOT NULL DEFAULT '',   -- when it signed on another day than the agreement
  contact   TEXT    NOT NULL DEFAULT '',   -- who is written to
  email     TEXT    NOT NULL DEFAULT '',
  follows   TEXT    NOT NULL DEFAULT '',   -- id of the party it goes on from
  reorg     TEXT    NOT NULL DEFAULT '',   -- the act by which it came
  from_day  TEXT    NOT NULL DEFAULT '',   -- empty: from the beginning
  to_day    TEXT    NOT NULL DEFAULT '',   -- empty: to the end
  CHECK ((unit IS NULL) <> (partner IS NULL))
);
CREATE INDEX agreement_party_agreement ON agreement_party (agreement, side, position);
CREATE INDEX agreement_party_unit ON agreement_party (unit) WHERE unit IS NOT NULL;
CREATE INDEX agreement_party_partner ON agreement_party (partner) WHERE partner IS NOT NULL;

-- The text by chapters and articles, in one or more languages.
CREATE TABLE agreement_article (
  agreement TEXT    NOT NULL REFERENCES agreement_agreement (id),
  lang      TEXT    NOT NULL,
  position  INTEGER NOT NULL,
  level     TEXT    NOT NULL,              -- ground, chapter or article
  heading   TEXT    NOT NULL,
  body      TEXT    NOT NULL,
  PRIMARY KEY (agreement, lang, position)
);

CREATE TABLE agreement_file (
  agreement TEXT    NOT NULL REFERENCES agreement_agreement (id),
  blob      TEXT    NOT NULL REFERENCES blob_file (id),
  position  INTEGER NOT NULL,
  PRIMARY KEY (agreement, blob)
);
CREATE INDEX agreement_file_blob ON agreement_file (blob);

-- A field of cooperation.
CREATE TABLE agreement_field (
  id        TEXT    NOT NULL PRIMARY KEY,
  agreement TEXT    NOT NULL REFERENCES agreement_agreement (id),
  position  INTEGER NOT NULL,
  heading   TEXT    NOT NULL
);
CREATE INDEX agreement_field_agreement ON agreement_field (agreement, position);

-- What somebody has promised.
CREATE TABLE agreement_commitment (
  id         TEXT    NOT NULL PRIMARY KEY,
  agreement  TEXT    NOT NULL REFERENCES agreement_agreement (id),
  field      TEXT    NOT NULL REFERENCES agreement_field (id),
  position   INTEGER NOT NULL,
  text       TEXT    NOT NULL,
  side       TEXT    NOT NULL,             -- A, B, or AB: both
  party      TEXT    REFERENCES agreement_party (id), -- one of the side alone
  lead       TEXT    NOT NULL DEFAULT '',  -- department that sees to it
  due        TEXT    NOT NULL,             -- when it is due, or is due the first time
  every      INTEGER NOT NULL,             -- months until it is due again; 0: once
  indicator  TEXT    NOT NULL DEFAULT '',  -- what is counted, if anything
  dim        TEXT    NOT NULL DEFAULT '',
  part       TEXT    NOT NULL DEFAULT '',
  counts     TEXT    REFERENCES org_unit (id), -- whose figure
  target     TEXT    NOT NULL DEFAULT '',  -- decimal
  dropped_on TEXT    NOT NULL DEFAULT '',
  drop_reason TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX agreement_commitment_agreement ON agreement_commitment (agreement, field, position);

-- One time that a commitment is due.
CREATE TABLE agreement_duty (
  id         TEXT    NOT NULL PRIMARY KEY,
  agreement  TEXT    NOT NULL REFERENCES agreement_agreement (id),
  commitment TEXT    NOT NULL REFERENCES agreement_commitment (id),
  no         INTEGER NOT NULL,             -- from 1
  from_day   TEXT    NOT NULL,             -- what is done from here to due counts
  due        TEXT    NOT NULL,
  outcome    TEXT    NOT NULL DEFAULT '',  -- done, unmet, waived; empty: open
  done_on    TEXT    NOT NULL DEFAULT '',  -- the day of the outcome
  result     TEXT    NOT NULL DEFAULT '',  -- what was counted on that day, as text
  by         TEXT    NOT NULL DEFAULT '',  -- account, or party:<id>
  at         BIGINT,
  version    INTEGER NOT NULL,
  UNIQUE (commitment, no)
);
CREATE INDEX agreement_duty_agreement ON agreement_duty (agreement, due);
CREATE INDEX agreement_duty_due ON agreement_duty (due, id) WHERE outcome = '';

-- A record of work that was done under a commitment.
CREATE TABLE agreement_work (
  record     TEXT   NOT NULL PRIMARY KEY REFERENCES activity_record (id),
  agreement  TEXT   NOT NULL REFERENCES agreement_agreement (id),
  commitment TEXT   NOT NULL REFERENCES agreement_commitment (id),
  by         TEXT   NOT NULL,
  at         BIGINT NOT NULL
);
CREATE INDEX agreement_work_commitment ON agreement_work (commitment);

-- What is said and shown of an agreement: progress, outcomes, messages of both
-- sides. Nothing is changed or deleted.
CREATE TABLE agreement_entry (
  id         TEXT   NOT NULL PRIMARY KEY,
  agreement  TEXT   NOT NULL REFERENCES agreement_agreement (id),
  commitment TEXT   REFERENCES agreement_commitment (id),
  duty       TEXT   REFERENCES agreement_duty (id),
  kind       TEXT   NOT NULL,              -- message, progress, outcome, reopened
  account    TEXT   NOT NULL DEFAULT '',
  party      TEXT   REFERENCES agreement_party (id), -- who wrote it in the partner's room
  unit       TEXT   REFERENCES org_unit (id), -- for whom the account wrote
  writer     TEXT   NOT NULL,              -- the name shown
  text       TEXT   NOT NULL,
  shared     BOOLEAN NOT NULL,             -- partners read it as well
  at         BIGINT NOT NULL
);
CREATE INDEX agreement_entry_agreement ON agreement_entry (agreement, at, id);

CREATE TABLE agreement_evidence (
  entry    TEXT    NOT NULL REFERENCES agreement_entry (id),
  blob     TEXT    NOT NULL REFERENCES blob_file (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (entry, blob)
);
CREATE INDEX agreement_evidence_blob ON agreement_evidence (blob);

-- +goose Down
SELECT 1;
