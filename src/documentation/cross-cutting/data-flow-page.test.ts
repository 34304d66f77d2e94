import { afterAll, expect, test } from 'vitest'
import { CodeLab, type Files } from '../../../test/support/code-analysis.js'
import { letterboxSubject } from '../../../test/support/letterbox-code-map.js'
import { writePlannedPage } from '../pages/write-page.js'
import { planWiki } from '../plan-wiki.js'

const lab = new CodeLab()
afterAll(() => lab.close())

async function page(files: Files): Promise<string | undefined> {
  const plan = planWiki(await lab.analyse(files), letterboxSubject)
  const planned = plan.pages.find((one) => one.slug === 'data-flow')
  return planned === undefined ? undefined : writePlannedPage(plan, planned).markdown
}

const app: Files = {
  'src/web/routes.ts': "import express from 'express'\nimport { addJob, listJobs } from '../jobs/queue.js'\nconst app = express()\n\nexport function create(): void {\n  addJob('x')\n}\n\napp.post('/jobs', create)\napp.get('/jobs', () => {\n  listJobs()\n})\napp.get('/health', () => true)\n",
  'src/web/pages.ts': 'export const title = 1\n',
  'src/jobs/queue.ts': "import { query } from '../store/database.js'\nimport { keep } from '../store/folder.js'\n\nexport function addJob(name: string): void {\n  keep(name)\n}\n\nexport function listJobs(): void {\n  query('select 1')\n}\n",
  'src/jobs/job.ts': 'export const open = 1\n',
  'src/store/database.ts': "import { Pool } from 'pg'\n\nexport function query(text: string): void {\n  new Pool()\n}\n",
  'src/store/folder.ts': "import * as fs from 'node:fs'\n\nexport function keep(name: string): void {\n  fs.writeFileSync(name, name)\n}\n",
}

test('follows calls from a route to what they end in, each step with its line', async () => {
  const markdown = (await page(app)) ?? ''
  expect(markdown).toContain('calls lead from 2 HTTP routes to a database and files.')
  expect(markdown).toContain('### `POST /jobs` to files')
  expect(markdown).toMatch(/1\. `create` calls \[`addJob`\]\(\S+\) \(\[src\/web\/routes\.ts:6\]/)
  expect(markdown).toMatch(/3\. `keep` uses `fs\.writeFileSync` \(\[src\/store\/folder\.ts:4\]/)
})

test('takes of a function without a name only the calls in its lines', async () => {
  const markdown = (await page(app)) ?? ''
  expect(markdown).toContain('### `GET /jobs` to a database')
  expect(markdown).not.toContain('### `GET /health`')
  expect(markdown).toMatch(/1\. The code of `routes\.ts` calls \[`listJobs`\]\(\S+\) \(\[src\/web\/routes\.ts:11\]/)
})

test('lists where data comes in and where it ends by module', async () => {
  const markdown = (await page(app)) ?? ''
  expect(markdown.split('## Where data comes in')[1]).toMatch(/^\n\n\| By \| (?:Module \| )?What \| Source \|/)
  expect(markdown.split('## Where it ends')[1]).toMatch(/\| Database \|.*`pg\.Pool`/)
})

test('is no page where fewer than two ways are found, and follows nobody through a log', async () => {
  expect(await page({ 'a.ts': "export function log(text: string) { fetch(text) }\nexport function one() { log('1') }\nexport function two() { log('2') }\n" })).toBeUndefined()
})
