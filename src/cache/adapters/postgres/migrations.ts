import type { Migrations } from '../../../platform/postgres/migrate.js'

/**
 * `json`, not `jsonb`: texts come from repositories and may hold NUL escapes, which `jsonb` refuses. Chunks are compressed by us, so
 * the server need not try (`EXTERNAL`).
 */
export const wikiMigrations: Migrations = [
  `
  CREATE TABLE wikis (
    key text PRIMARY KEY, host text NOT NULL, owner text NOT NULL, name text NOT NULL, commit_id text NOT NULL,
    created_at timestamptz NOT NULL, used_at timestamptz NOT NULL, location text NOT NULL, record json NOT NULL
  );
  CREATE INDEX wikis_by_name ON wikis (host, owner, name, created_at DESC);
  CREATE INDEX wikis_by_use ON wikis (used_at);
  CREATE INDEX wikis_by_location ON wikis (location);
  CREATE TABLE wiki_folders (location text PRIMARY KEY, stored_at timestamptz NOT NULL DEFAULT clock_timestamp());
  CREATE TABLE wiki_chunks (
    location text NOT NULL REFERENCES wiki_folders ON DELETE CASCADE, file text NOT NULL, position integer NOT NULL,
    bytes bytea NOT NULL, PRIMARY KEY (location, file, position)
  );
  ALTER TABLE wiki_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;
  `,
  `
  CREATE TABLE wiki_upgrades (
    over text PRIMARY KEY REFERENCES wikis (key) ON DELETE CASCADE, target text NOT NULL, record json NOT NULL
  );
  CREATE INDEX wiki_upgrades_by_target ON wiki_upgrades (target);
  CREATE TABLE wiki_page_upgrades (
    over text NOT NULL REFERENCES wiki_upgrades ON DELETE CASCADE, slug text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    about json NOT NULL, content json, PRIMARY KEY (over, slug)
  );
  `,
  // The lock of a row of `wiki_upgrades` makes revisions come in the order of their commits. Pages of before have no text for search.
  `
  ALTER TABLE wiki_upgrades ADD COLUMN id text NOT NULL DEFAULT gen_random_uuid()::text, ADD COLUMN revision integer NOT NULL DEFAULT 0;
  ALTER TABLE wiki_page_upgrades ADD COLUMN searched json, ADD COLUMN revision integer NOT NULL DEFAULT 0;
  CREATE INDEX wiki_page_upgrades_by_revision ON wiki_page_upgrades (over, revision);
  `,
]
