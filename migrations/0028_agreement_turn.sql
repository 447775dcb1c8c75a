-- +goose Up

-- What somebody chose for an agreement while an act is being prepared that ends
-- a unit bound by it. Not chosen: the usual.
CREATE TABLE agreement_choice (
  reorg     TEXT   NOT NULL,               -- the draft of the act; it is written anew with each change
  agreement TEXT   NOT NULL REFERENCES agreement_agreement (id),
  unit      TEXT   NOT NULL REFERENCES org_unit (id), -- that ends
  fate      TEXT   NOT NULL,               -- succeed, end, renew
  heirs     TEXT   NOT NULL DEFAULT '',    -- codes with commas: some are founded by the act only
  by        TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (reorg, agreement, unit)
);
CREATE INDEX agreement_choice_agreement ON agreement_choice (agreement);

-- What became of an agreement by a signed act, and what stood before.
CREATE TABLE agreement_turn (
  reorg      TEXT    NOT NULL,             -- of org_reorg, or an act that ends one unit
  agreement  TEXT    NOT NULL REFERENCES agreement_agreement (id),
  party      TEXT    NOT NULL REFERENCES agreement_party (id), -- of the unit that ends
  unit       TEXT    NOT NULL REFERENCES org_unit (id),
  fate       TEXT    NOT NULL,
  why        TEXT    NOT NULL DEFAULT '',  -- end of a message key: why it is not what was chosen
  heirs      TEXT    NOT NULL DEFAULT '',  -- ids with commas
  closed     BOOLEAN NOT NULL,             -- the party was bound until then
  keeper     TEXT    NOT NULL,             -- who kept the agreement before
  ended_on   TEXT    NOT NULL,             -- and when it ended, and why
  end_reason TEXT    NOT NULL,
  set_end    TEXT    NOT NULL,             -- the last day the act gave it; empty: none
  at         BIGINT  NOT NULL,
  PRIMARY KEY (reorg, party)
);
CREATE INDEX agreement_turn_agreement ON agreement_turn (agreement);
CREATE INDEX agreement_turn_party ON agreement_turn (party);
CREATE INDEX agreement_turn_unit ON agreement_turn (unit);

-- Who has to sign an agreement anew. It is done when one is signed that follows.
CREATE TABLE agreement_renew (
  reorg     TEXT    NOT NULL,
  agreement TEXT    NOT NULL REFERENCES agreement_agreement (id),
  unit      TEXT    NOT NULL REFERENCES org_unit (id), -- that ended
  heir      TEXT    NOT NULL REFERENCES org_unit (id),
  standin   BOOLEAN NOT NULL,              -- nobody goes on from the unit yet; its superior minds it
  from_day  TEXT    NOT NULL,
  to_day    TEXT    NOT NULL DEFAULT '',   -- empty: still
  closed_by TEXT    NOT NULL DEFAULT '',   -- the act by which others have to
  PRIMARY KEY (reorg, agreement, unit, heir)
);
CREATE INDEX agreement_renew_heir ON agreement_renew (heir, from_day);
CREATE INDEX agreement_renew_unit ON agreement_renew (unit);
CREATE INDEX agreement_renew_agreement ON agreement_renew (agreement);
CREATE INDEX agreement_renew_closed ON agreement_renew (closed_by) WHERE closed_by <> '';

-- In which bloc a unit is from a day on; what it is now stands in org_unit.
CREATE TABLE org_bloc (
  unit     TEXT    NOT NULL REFERENCES org_unit (id),
  from_day TEXT    NOT NULL DEFAULT '',    -- empty: always
  bloc     TEXT    NOT NULL,               -- empty: in none
  booked   BOOLEAN NOT NULL DEFAULT FALSE, -- the ledger knows
  PRIMARY KEY (unit, from_day)
);
CREATE INDEX org_bloc_unbooked ON org_bloc (unit) WHERE NOT booked;
INSERT INTO org_bloc (unit, bloc) SELECT id, bloc FROM org_unit WHERE bloc <> '';

-- +goose Down
SELECT 1;
