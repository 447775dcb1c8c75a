-- +goose Up

-- A unit that a reorganisation ends, as its targets are closed for it: at once,
-- or, of an act signed ahead, on the day after its last one.
CREATE TABLE target_ending (
  reorg     TEXT   NOT NULL REFERENCES org_reorg (id),
  unit      TEXT   NOT NULL REFERENCES org_unit (id),
  last_day  TEXT   NOT NULL,
  heir      TEXT   NOT NULL DEFAULT '',    -- id of the only heir; empty: several or none
  document  TEXT   NOT NULL,               -- the decision
  issued_on TEXT   NOT NULL,
  closed_at BIGINT,                        -- nothing: its last day is not over
  PRIMARY KEY (reorg, unit)
);
CREATE INDEX target_ending_waiting ON target_ending (last_day) WHERE closed_at IS NULL;

-- A target closed on the last day of its unit, and what was left of it.
CREATE TABLE target_closing (
  id        TEXT   NOT NULL PRIMARY KEY,
  reorg     TEXT   NOT NULL REFERENCES org_reorg (id),
  target    TEXT   NOT NULL REFERENCES target_target (id), -- the giving that held
  indicator TEXT   NOT NULL,
  unit      TEXT   NOT NULL REFERENCES org_unit (id),
  period    TEXT   NOT NULL,
  value     TEXT   NOT NULL,               -- as given
  last_day  TEXT   NOT NULL,
  achieved  TEXT   NOT NULL,               -- to the last day, as it was known when it was closed; empty: no value
  rest      BIGINT,                        -- what goes on; nothing: it does not add up over units
  superior  TEXT   NOT NULL DEFAULT '',    -- the unit above on the last day
  keeper    TEXT   NOT NULL DEFAULT '',    -- who keeps what is left of the rest; empty: nobody, or it lies in another rest
  within    TEXT   NOT NULL DEFAULT '',    -- the closing of the superior, whose rest this one is a part of
  closed_at BIGINT NOT NULL,
  UNIQUE (unit, period, indicator)
);
CREATE INDEX target_closing_keeper ON target_closing (keeper, period, indicator);
CREATE INDEX target_closing_superior ON target_closing (superior, period, indicator);
CREATE INDEX target_closing_reorg ON target_closing (reorg);

-- A part of a rest that was handed to a unit.
CREATE TABLE target_handing (
  closing   TEXT   NOT NULL REFERENCES target_closing (id),
  unit      TEXT   NOT NULL REFERENCES org_unit (id),
  target    TEXT   NOT NULL REFERENCES target_target (id), -- the giving that took it up
  giver     TEXT   NOT NULL REFERENCES org_unit (id),
  amount    BIGINT NOT NULL,
  batch     TEXT   NOT NULL,               -- of one form; empty: by the act itself, to the only heir
  PRIMARY KEY (closing, target)
);
CREATE INDEX target_handing_giver ON target_handing (giver);
CREATE INDEX target_handing_target ON target_handing (target);

-- Who kept a rest before an act that ended the keeper.
CREATE TABLE target_keeping (
  closing TEXT NOT NULL REFERENCES target_closing (id),
  reorg   TEXT NOT NULL REFERENCES org_reorg (id),
  keeper  TEXT NOT NULL,
  PRIMARY KEY (closing, reorg)
);

-- A giving that was taken back with the act it came from: it counts no more.
CREATE TABLE target_withdrawn (
  target TEXT   NOT NULL PRIMARY KEY REFERENCES target_target (id),
  reorg  TEXT   NOT NULL REFERENCES org_reorg (id),
  at     BIGINT NOT NULL
);

-- +goose Down
SELECT 1;
