import type { Migrations } from '../../../platform/sqlite/migrate.js'

/** Times are wall milliseconds; `lease_until` is on the monotonic clock of the boot that `lease_boot` names. */
export const jobMigrations: Migrations = [
  `
  CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL, host TEXT NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL,
    alias TEXT NOT NULL,
    revision TEXT NOT NULL, options TEXT NOT NULL,
    open_key TEXT NOT NULL, submitter TEXT NOT NULL, priority INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'processing', 'completed', 'failed', 'cancelled')),
    attempt INTEGER NOT NULL, failures INTEGER NOT NULL, crashes INTEGER NOT NULL,
    commit_id TEXT, main_model TEXT,
    stages TEXT NOT NULL, progress TEXT NOT NULL, last_failure TEXT,
    version INTEGER NOT NULL,
    run_at INTEGER NOT NULL, paused INTEGER NOT NULL,
    started_at INTEGER, completed_at INTEGER,
    cancel_requested INTEGER NOT NULL, lease_until REAL, lease_boot TEXT, worker_id TEXT,
    wiki_key TEXT, from_cache INTEGER, gaps TEXT NOT NULL
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
