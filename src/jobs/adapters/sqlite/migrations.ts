import type { Migrations } from '../../../platform/sqlite/migrate.js'

/**
 * Times are wall milliseconds, except `lease_until`: it is on the monotonic clock of the boot that `lease_boot` names.
 * `not_before` is null for a job that is due at once, so a wall clock that is set back delays nothing. `job_counts` is kept by
 * triggers: the queue limit and the figures cost the same with ten jobs as with a million. So is `job_lanes`: what waits, by priority,
 * submitter and host, for a claim looks at one job per lane. `job_turns` remembers when a submitter or a host was last served.
 * `job_repositories` has each repository that a job is of, and an index of the trigrams of their names. New names join that index
 * 64 at a time, for each time costs as much as dozens of names; `job_repository_mark` says up to which id they have. It never stands above the
 * greatest id, for the next repository gets the id above that one.
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
  `
  ALTER TABLE jobs ADD COLUMN figures TEXT NOT NULL
    DEFAULT '{"bytesFetched":0,"filesParsed":0,"pagesWritten":0,"spent":{"calls":0,"inputTokens":0,"outputTokens":0,"costUsd":0}}';
  DROP INDEX jobs_next;
  CREATE INDEX jobs_in_lane ON jobs (submitter, host, priority, id) WHERE status = 'queued';
  CREATE INDEX jobs_of_submitter ON jobs (submitter, priority, id) WHERE status = 'queued';
  CREATE TABLE job_queue (only INTEGER PRIMARY KEY CHECK (only = 1), paused INTEGER NOT NULL) STRICT;
  INSERT INTO job_queue VALUES (1, 0);
  CREATE TABLE job_turns (
    kind TEXT NOT NULL CHECK (kind IN ('submitter', 'host')), name TEXT NOT NULL, turn INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX job_turns_last ON job_turns (turn);
  CREATE TABLE job_tallies (
    metric TEXT NOT NULL, label TEXT NOT NULL, bound REAL NOT NULL, count INTEGER NOT NULL, sum_seconds REAL NOT NULL,
    PRIMARY KEY (metric, label, bound)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE job_lanes (
    priority INTEGER NOT NULL, submitter TEXT NOT NULL, host TEXT NOT NULL, waiting INTEGER NOT NULL,
    PRIMARY KEY (priority, submitter, host)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO job_lanes SELECT priority, submitter, host, count(*) FROM jobs WHERE status = 'queued' AND paused = 0 GROUP BY 1, 2, 3;
  CREATE TRIGGER jobs_lane_joined AFTER INSERT ON jobs WHEN NEW.status = 'queued' AND NEW.paused = 0 BEGIN
    INSERT INTO job_lanes VALUES (NEW.priority, NEW.submitter, NEW.host, 1) ON CONFLICT DO UPDATE SET waiting = waiting + 1;
  END;
  CREATE TRIGGER jobs_lane_changed AFTER UPDATE OF status, paused, priority ON jobs
  WHEN OLD.status <> NEW.status OR OLD.paused <> NEW.paused OR OLD.priority <> NEW.priority BEGIN
    UPDATE job_lanes SET waiting = waiting - 1 WHERE OLD.status = 'queued' AND OLD.paused = 0
      AND priority = OLD.priority AND submitter = OLD.submitter AND host = OLD.host;
    DELETE FROM job_lanes WHERE waiting = 0 AND priority = OLD.priority AND submitter = OLD.submitter AND host = OLD.host;
    INSERT INTO job_lanes SELECT NEW.priority, NEW.submitter, NEW.host, 1 WHERE NEW.status = 'queued' AND NEW.paused = 0
      ON CONFLICT DO UPDATE SET waiting = waiting + 1;
  END;
  `,
  `
  CREATE TABLE job_repositories (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, path TEXT NOT NULL, alias TEXT NOT NULL
  ) STRICT;
  CREATE INDEX job_repositories_by_alias ON job_repositories (alias);
  CREATE VIRTUAL TABLE job_repository_names USING fts5 (
    url, path, content = 'job_repositories', content_rowid = 'id', columnsize = 0, tokenize = 'trigram'
  );
  CREATE TRIGGER job_repositories_named AFTER INSERT ON job_repositories BEGIN
    INSERT INTO job_repository_names (rowid, url, path) VALUES (NEW.id, NEW.url, NEW.path);
  END;
  CREATE TRIGGER job_repositories_forgotten AFTER DELETE ON job_repositories BEGIN
    INSERT INTO job_repository_names (job_repository_names, rowid, url, path) VALUES ('delete', OLD.id, OLD.url, OLD.path);
  END;
  INSERT INTO job_repositories (url, path, alias) SELECT url, owner || '/' || name, alias FROM jobs GROUP BY url ORDER BY min(id);
  CREATE TRIGGER jobs_repository_met AFTER INSERT ON jobs BEGIN
    INSERT INTO job_repositories (url, path, alias) VALUES (NEW.url, NEW.owner || '/' || NEW.name, NEW.alias) ON CONFLICT DO NOTHING;
  END;
  CREATE TRIGGER jobs_repository_left AFTER DELETE ON jobs WHEN NOT EXISTS (SELECT 1 FROM jobs WHERE url = OLD.url) BEGIN
    DELETE FROM job_repositories WHERE url = OLD.url;
  END;
  DROP INDEX jobs_by_alias;
  CREATE INDEX jobs_broken_by_url ON jobs (url, status, id DESC) WHERE status IN ('failed', 'cancelled');
  `,
  'ALTER TABLE jobs ADD COLUMN crash_attempt INTEGER',
  `
  DROP INDEX jobs_running;
  DROP INDEX jobs_of_submitter;
  DROP INDEX jobs_in_lane;
  CREATE INDEX jobs_in_lane ON jobs (submitter, priority, host, id) WHERE status = 'queued';
  DROP INDEX job_turns_last;
  CREATE TABLE job_repository_mark (only INTEGER PRIMARY KEY CHECK (only = 1), named_to INTEGER NOT NULL) STRICT;
  INSERT INTO job_repository_mark SELECT 1, coalesce(max(id), 0) FROM job_repositories;
  DROP TRIGGER job_repositories_named;
  CREATE TRIGGER job_repositories_named AFTER INSERT ON job_repositories
  WHEN NEW.id >= 64 + (SELECT named_to FROM job_repository_mark) BEGIN
    INSERT INTO job_repository_names (rowid, url, path)
      SELECT id, url, path FROM job_repositories WHERE id > (SELECT named_to FROM job_repository_mark);
    UPDATE job_repository_mark SET named_to = NEW.id;
  END;
  DROP TRIGGER job_repositories_forgotten;
  CREATE TRIGGER job_repositories_forgotten AFTER DELETE ON job_repositories
  WHEN OLD.id <= (SELECT named_to FROM job_repository_mark) BEGIN
    INSERT INTO job_repository_names (job_repository_names, rowid, url, path) VALUES ('delete', OLD.id, OLD.url, OLD.path);
    UPDATE job_repository_mark SET named_to = min(named_to, coalesce((SELECT max(id) FROM job_repositories), 0));
  END;
  `,
]
