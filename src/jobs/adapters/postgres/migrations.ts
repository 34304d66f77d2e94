import type { Migrations } from '../../../platform/postgres/migrate.js'

/**
 * The tables of the SQLite adapter with these differences. Leases are on the database's own clock, the one clock that all machines share.
 * Counts and tallies are rows that are only appended, so that two transactions never wait for each other there; `prune` adds them up.
 * Lanes are no table: an index that begins with them is skipped through. Trigrams are an index over an expression, so no extension is
 * needed; new names join it when there are 64 kB of them, and until then a search reads them one by one. Who removes the last job of a repository waits for those who are adding one, who share a lock through their commit: else it
 * would forget a repository that a job not yet visible is of.
 */
export const jobMigrations: Migrations = [
  `
  CREATE TABLE jobs (
    id text COLLATE "C" PRIMARY KEY,
    url text NOT NULL, host text COLLATE "C" NOT NULL, owner text NOT NULL, name text NOT NULL,
    alias text NOT NULL,
    revision text NOT NULL, options text NOT NULL,
    open_key text NOT NULL, submitter text COLLATE "C" NOT NULL, main_model text,
    created_at double precision NOT NULL,
    status text NOT NULL CHECK (status IN ('queued', 'processing', 'completed', 'failed', 'cancelled')),
    priority integer NOT NULL,
    attempt integer NOT NULL, failures integer NOT NULL, crashes integer NOT NULL, crash_stage text,
    commit_id text,
    stages text NOT NULL, progress text NOT NULL, figures text NOT NULL, last_failure text,
    version integer NOT NULL,
    not_before double precision, paused smallint NOT NULL, cancel_requested smallint NOT NULL,
    started_at double precision, completed_at double precision,
    worker_id text, lease_until timestamptz,
    wiki_key text, from_cache smallint NOT NULL, gaps text NOT NULL
  ) WITH (fillfactor = 70);
  CREATE UNIQUE INDEX jobs_open_key ON jobs (open_key) WHERE status IN ('queued', 'processing');
  CREATE INDEX jobs_in_lane ON jobs ((-priority), submitter, host, id) WHERE status = 'queued' AND paused = 0;
  CREATE INDEX jobs_of_submitter ON jobs (submitter, priority, id) WHERE status = 'queued';
  CREATE INDEX jobs_running ON jobs (id) WHERE status = 'processing';
  CREATE INDEX jobs_by_status ON jobs (status, id DESC);
  CREATE INDEX jobs_by_url ON jobs (url, id DESC);
  CREATE INDEX jobs_by_alias ON jobs (alias, id DESC);
  CREATE INDEX jobs_ended ON jobs (completed_at) WHERE completed_at IS NOT NULL;
  CREATE TABLE job_events (
    job_id text COLLATE "C" NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    sequence integer NOT NULL,
    at double precision NOT NULL, level text NOT NULL, stage text, message text NOT NULL,
    status text NOT NULL, progress text NOT NULL,
    PRIMARY KEY (job_id, sequence)
  );
  CREATE TABLE job_checkpoints (
    job_id text COLLATE "C" NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    step text NOT NULL, value text NOT NULL,
    PRIMARY KEY (job_id, step)
  );
  CREATE TABLE job_queue (single boolean PRIMARY KEY CHECK (single), paused smallint NOT NULL);
  INSERT INTO job_queue VALUES (true, 0);
  CREATE TABLE job_turns (kind text NOT NULL, name text COLLATE "C" NOT NULL, turn bigint NOT NULL, PRIMARY KEY (kind, name));
  CREATE SEQUENCE job_turn;
  CREATE TABLE job_counts (status text NOT NULL, jobs bigint NOT NULL);
  CREATE TABLE job_tallies (
    metric text NOT NULL, label text NOT NULL, bound double precision NOT NULL, count bigint NOT NULL, sum_seconds double precision NOT NULL
  );
  CREATE FUNCTION count_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP <> 'INSERT' THEN INSERT INTO job_counts VALUES (OLD.status, -1); END IF;
    IF TG_OP <> 'DELETE' THEN INSERT INTO job_counts VALUES (NEW.status, 1); END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER jobs_counted AFTER INSERT OR DELETE ON jobs FOR EACH ROW EXECUTE FUNCTION count_jobs();
  CREATE TRIGGER jobs_counted_over AFTER UPDATE ON jobs FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION count_jobs();
  `,
  `
  CREATE TABLE job_repositories (url text PRIMARY KEY, path text NOT NULL, alias text NOT NULL);
  CREATE INDEX job_repositories_by_alias ON job_repositories (alias);
  CREATE FUNCTION trigrams(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(lower($1), at, 3)), '{}') FROM generate_series(1, length(lower($1)) - 2) AS at
  $$;
  INSERT INTO job_repositories SELECT url, min(owner || '/' || name), min(alias) FROM jobs GROUP BY url;
  CREATE INDEX job_repositories_trigrams ON job_repositories USING gin (trigrams(url || ' ' || path)) WITH (fastupdate = off);
  CREATE FUNCTION meet_repository() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('codewiki repositories'), hashtext(TG_TABLE_SCHEMA));
    INSERT INTO job_repositories VALUES (NEW.url, NEW.owner || '/' || NEW.name, NEW.alias) ON CONFLICT DO NOTHING;
    RETURN NULL;
  END $$;
  CREATE TRIGGER jobs_repository_met AFTER INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION meet_repository();
  CREATE FUNCTION leave_repositories() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM removed WHERE NOT EXISTS (SELECT FROM jobs WHERE jobs.url = removed.url)) THEN
      PERFORM pg_advisory_xact_lock(hashtext('codewiki repositories'), hashtext(TG_TABLE_SCHEMA));
      DELETE FROM job_repositories AS repository
      WHERE url IN (SELECT url FROM removed) AND NOT EXISTS (SELECT FROM jobs WHERE jobs.url = repository.url);
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER jobs_repository_left AFTER DELETE ON jobs REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION leave_repositories();
  DROP INDEX jobs_by_alias;
  CREATE INDEX jobs_broken_by_url ON jobs (url, status, id DESC) WHERE status IN ('failed', 'cancelled');
  `,
  'ALTER TABLE jobs ADD COLUMN crash_attempt integer',
  `
  DROP INDEX jobs_running;
  ALTER INDEX job_repositories_trigrams SET (fastupdate = on, gin_pending_list_limit = 64);
  `,
]
