-- +goose Up

-- A report of a unit on a period. Once signed nothing of it changes.
CREATE TABLE report_report (
  id           TEXT    NOT NULL PRIMARY KEY,
  unit         TEXT    NOT NULL REFERENCES org_unit (id),
  template     TEXT    NOT NULL,
  period       TEXT    NOT NULL,
  from_day     TEXT    NOT NULL,
  to_day       TEXT    NOT NULL,
  supplements  TEXT    NOT NULL DEFAULT '',  -- the signed report it completes
  title        TEXT    NOT NULL,
  state        TEXT    NOT NULL,
  version      INTEGER NOT NULL DEFAULT 1,
  created_by   TEXT    NOT NULL,
  created_at   BIGINT  NOT NULL,
  submitted_at BIGINT,
  number       TEXT    NOT NULL DEFAULT '',
  signed_at    BIGINT,
  signed_by    TEXT    NOT NULL DEFAULT '',
  fingerprint  TEXT    NOT NULL DEFAULT '',  -- SHA-256 of snapshot
  snapshot     TEXT    NOT NULL DEFAULT ''   -- canonical JSON
);
CREATE UNIQUE INDEX report_report_one ON report_report (unit, template, period, supplements) WHERE state <> 'dropped';
CREATE INDEX report_report_created ON report_report (created_at, id);
CREATE INDEX report_report_signed ON report_report (unit, to_day) WHERE state = 'signed';
CREATE INDEX report_report_fingerprint ON report_report (fingerprint) WHERE fingerprint <> '';

CREATE TABLE report_section (
  report   TEXT    NOT NULL REFERENCES report_report (id),
  position INTEGER NOT NULL,
  level    INTEGER NOT NULL,
  heading  TEXT    NOT NULL,
  hint     TEXT    NOT NULL DEFAULT '',
  body     TEXT    NOT NULL,
  PRIMARY KEY (report, position)
);

-- What a section said before somebody changed it.
CREATE TABLE report_edit (
  report   TEXT    NOT NULL REFERENCES report_report (id),
  version  INTEGER NOT NULL,
  position INTEGER NOT NULL,
  body     TEXT    NOT NULL,
  by       TEXT    NOT NULL,
  at       BIGINT  NOT NULL,
  PRIMARY KEY (report, version, position)
);

CREATE TABLE report_step (
  id     TEXT   NOT NULL PRIMARY KEY,
  report TEXT   NOT NULL REFERENCES report_report (id),
  act    TEXT   NOT NULL,
  reason TEXT   NOT NULL DEFAULT '',
  by     TEXT   NOT NULL,
  at     BIGINT NOT NULL
);
CREATE INDEX report_step_report ON report_step (report, at);

-- The register of outgoing documents (sổ văn bản đi, NĐ 30/2020 phụ lục IV):
-- numbers begin again each year, for each type.
CREATE TABLE report_outgoing (
  unit       TEXT    NOT NULL REFERENCES org_unit (id),
  year       INTEGER NOT NULL,
  type       TEXT    NOT NULL,             -- "BC"
  seq        INTEGER NOT NULL,
  number     TEXT    NOT NULL,             -- "15/BC-LĐLĐ"
  day        TEXT    NOT NULL,
  abstract   TEXT    NOT NULL,
  signer     TEXT    NOT NULL,
  recipients TEXT    NOT NULL,
  kind       TEXT    NOT NULL,             -- what it is: "report"
  source     TEXT    NOT NULL,             -- id of it; empty for a paper kept elsewhere
  by         TEXT    NOT NULL,
  at         BIGINT  NOT NULL,
  PRIMARY KEY (unit, year, type, seq)
);

-- A superior calls for the reports of the units directly below it.
CREATE TABLE report_call (
  id       TEXT   NOT NULL PRIMARY KEY,
  unit     TEXT   NOT NULL REFERENCES org_unit (id),
  template TEXT   NOT NULL,
  period   TEXT   NOT NULL,
  due      TEXT   NOT NULL,
  note     TEXT   NOT NULL DEFAULT '',
  by       TEXT   NOT NULL,
  at       BIGINT NOT NULL
);
CREATE UNIQUE INDEX report_call_one ON report_call (unit, template, period);
CREATE INDEX report_call_due ON report_call (due, id);

CREATE TABLE report_nudge (
  call TEXT   NOT NULL REFERENCES report_call (id),
  unit TEXT   NOT NULL REFERENCES org_unit (id),
  day  TEXT   NOT NULL,
  by   TEXT   NOT NULL,
  at   BIGINT NOT NULL,
  PRIMARY KEY (call, unit, day)
);

-- Who looks after a unit is asked when it is told something.
CREATE INDEX auth_grant_unit ON auth_grant (unit);

-- +goose Down
SELECT 1;
