-- +goose Up

-- Work to be done later, added in the transaction it follows from. due is when
-- the job may be taken: the turn of a waiting one, the end of the lease of a
-- running one, so that the job of a killed node is found by the same search.
CREATE TABLE job_job (
  id          TEXT    NOT NULL PRIMARY KEY,
  kind        TEXT    NOT NULL,
  args        TEXT    NOT NULL, -- JSON
  state       TEXT    NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
  unique_key  TEXT,
  due         BIGINT  NOT NULL,
  tries       INTEGER NOT NULL,
  max_tries   INTEGER NOT NULL CHECK (max_tries > 0),
  last_error  TEXT    NOT NULL,
  added_at    BIGINT  NOT NULL,
  finished_at BIGINT
);
CREATE INDEX job_job_due ON job_job (due, id) WHERE state IN ('waiting', 'running');
CREATE INDEX job_job_finished ON job_job (finished_at) WHERE state = 'done';
CREATE UNIQUE INDEX job_job_unique ON job_job (unique_key) WHERE state = 'waiting';

-- The ticks of schedules that have had their job: of several nodes one inserts.
CREATE TABLE job_tick (
  name TEXT   NOT NULL,
  tick BIGINT NOT NULL,
  PRIMARY KEY (name, tick)
);

-- +goose Down
SELECT 1;
