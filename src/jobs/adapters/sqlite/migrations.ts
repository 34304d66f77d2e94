import type { Migrations } from '../../../platform/sqlite/migrate.js'

/**
 * Times are wall milliseconds, except `lease_until`: it is on the monotonic clock of the boot that `lease_boot` names.
 * `not_before` is null for a job that is due at once, so a wall clock that is set back delays nothing. `job_counts` is kept by
 * triggers: the queue limit and the figures cost the same with ten jobs as with a million.
 */
export const jobMigrations: Migrations = [
  `
  CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL, host TEXT NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL,
    alias TEXT NOT NULL,
    revision TEXT NOT NULL, options TEXT NOT NULL,
    open_key TEXT NOT NULL, submitter TEXT NOT NULL, main_model TEXT,
    created_at INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'processing', 'completed', 'failed', 'cancelled')),
    priority INTEGER NOT NULL,
    attempt INTEGER NOT NULL, failures INTEGER NOT NULL, crashes INTEGER NOT NULL, crash_stage TEXT,
    commit_id TEXT,
    stages TEXT NOT NULL, progress TEXT NOT NULL, last_failure TEXT,
    version INTEGER NOT NULL,
    not_before INTEGER, paused INTEGER NOT NULL, cancel_requested INTEGER NOT NULL,
    started_at INTEGER, completed_at INTEGER,
    worker_id TEXT, lease_until REAL, lease_boot TEXT,
    wiki_key TEXT, from_cache INTEGER NOT NULL, gaps TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX jobs_open_key ON jobs (open_key) WHERE status IN ('queued', 'processing');
  CREATE INDEX jobs_next ON jobs (priority DESC, id) WHERE status = 'queued';
  CREATE INDEX jobs_running ON jobs (id) WHERE status = 'processing';
  CREATE INDEX jobs_by_status ON jobs (status, id DESC);
  CREATE INDEX jobs_by_url ON jobs (url, id DESC);
  CREATE INDEX jobs_by_alias ON jobs (alias, id DESC);
  CREATE INDEX jobs_ended ON jobs (completed_at) WHERE completed_at IS NOT NULL;
  CREATE TABLE job_events (
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL, level TEXT NOT NULL, stage TEXT, message TEXT NOT NULL,
    status TEXT NOT NULL, progress TEXT NOT NULL,
    PRIMARY KEY (job_id, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE job_checkpoints (
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    step TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (job_id, step)
  ) STRICT;
  CREATE TABLE job_counts (status TEXT PRIMARY KEY, jobs INTEGER NOT NULL) STRICT;
  INSERT INTO job_counts VALUES ('queued', 0), ('processing', 0), ('completed', 0), ('failed', 0), ('cancelled', 0);
  CREATE TRIGGER jobs_counted_in AFTER INSERT ON jobs BEGIN
    UPDATE job_counts SET jobs = jobs + 1 WHERE status = NEW.status;
  END;
  CREATE TRIGGER jobs_counted_over AFTER UPDATE OF status ON jobs WHEN OLD.status <> NEW.status BEGIN
    UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status;
    UPDATE job_counts SET jobs = jobs + 1 WHERE status = NEW.status;
  END;
  CREATE TRIGGER jobs_counted_out AFTER DELETE ON jobs BEGIN
    UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status;
  END;
  `,
]
