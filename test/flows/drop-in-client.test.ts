import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer } from '../support/git-server.js'

/** The story of a program that was written for the original: submit the form, ask by alias, read the folder. */
let git: GitServer
let commit: string
const server = new CodewikiServer()
beforeAll(async () => {
  git = await GitServer.start()
  const methods = Array.from({ length: 12 }, (_, at) => `  /** Does step ${at}. */\n  step${at}(): void {}\n`).join('')
  const module = (name: string) => `/** The ${name} of the rocket. */\nexport class ${name} {\n${methods}}\n`
  const names = ['Engine', 'Tank', 'Valve', 'Nozzle']
  const files = Object.fromEntries(['drive', 'guide'].flatMap((folder) => names.map((name) => [`src/${folder}/${name.toLowerCase()}.ts`, module(name)])))
  commit = git.create('acme/rocket', { 'README.md': '# Rocket\n\nFlies things and people to places that are far away.\n', ...files }) ?? ''
  await server.start()
  await submitAndWait()
})
afterAll(async () => {
  await server.stop()
  await git.stop()
})

const alias = 'acme--rocket'
const statuses = new Map<string, Promise<number>>()
/** Asked once for each path. */
function statusOf({ href, pathname }: URL): Promise<number> {
  const asked = statuses.get(pathname) ?? fetch(href).then(({ status }) => status)
  statuses.set(pathname, asked)
  return asked
}
const get = (path: string) => fetch(server.url + path, { redirect: 'manual' })
const json = async (path: string): Promise<unknown> => (await get(path)).json()

async function submitAndWait(): Promise<void> {
  const answer = await server.submitForm({ repo_url: git.url('acme/rocket'), commit_id: '' })
  expect(answer.status).toBe(303)
  await server.ended((answer.headers.get('location') ?? '').slice('/jobs/'.length))
}

const originalJob = z.strictObject({
  job_id: z.literal(alias),
  repo_url: z.string(),
  status: z.enum(['queued', 'processing', 'completed', 'failed']),
  created_at: z.iso.datetime(),
  started_at: z.iso.datetime().nullable(),
  completed_at: z.iso.datetime().nullable(),
  error_message: z.string().nullable(),
  progress: z.string(),
  docs_path: z.string().nullable(),
  main_model: z.string().nullable(),
  commit_id: z.string().nullable(),
})

interface Module {
  readonly components: readonly string[]
  readonly children: Readonly<Record<string, Module>>
}
const moduleSchema: z.ZodType<Module> = z.object({
  path: z.string().optional(),
  components: z.array(z.string()),
  get children() {
    return z.record(z.string(), moduleSchema)
  },
})
const namesIn = (modules: Readonly<Record<string, Module>>): string[] => Object.entries(modules).flatMap(([name, { children }]) => [name, ...namesIn(children)])

const metadataSchema = z.object({
  generation_info: z.object({
    timestamp: z.iso.datetime(),
    main_model: z.string().nullable(),
    generator_version: z.string(),
    repo_path: z.string(),
    commit_id: z.string(),
  }),
  statistics: z.object({ total_components: z.int().positive(), leaf_nodes: z.int().positive(), max_depth: z.int() }),
  files_generated: z.array(z.string()),
})

describe('an old client', () => {
  it('reads the eleven fields by alias, and follows docs_path and /docs to the folder', async () => {
    const job = originalJob.parse(await json(`/api/job/${alias}`))
    expect(job).toMatchObject({ status: 'completed', commit_id: commit, error_message: null, main_model: null })
    expect((await get(job.docs_path ?? '')).status).toBe(200)
    const docs = await get(`/docs/${alias}`)
    expect([docs.status, docs.headers.get('location')]).toEqual([302, `/static-docs/${alias}/`])
  })

  it('finds in module_tree.json and first_module_tree.json a page for every module', async () => {
    const tree = z.record(z.string(), moduleSchema).parse(await json(`/static-docs/${alias}/module_tree.json`))
    z.record(z.string(), moduleSchema).parse(await json(`/static-docs/${alias}/first_module_tree.json`))
    const names = namesIn(tree)
    expect(names.length).toBeGreaterThanOrEqual(2)
    for (const name of names) {
      const page = await get(`/static-docs/${alias}/${name}.md`)
      expect([name, page.status, page.headers.get('content-type')]).toEqual([name, 200, 'text/html; charset=utf-8'])
    }
  })

  it('finds in metadata.json what was generated, from what, and every file of the folder', async () => {
    const metadata = metadataSchema.parse(await json(`/static-docs/${alias}/metadata.json`))
    expect(metadata.generation_info).toMatchObject({ commit_id: commit, repo_path: git.url('acme/rocket'), main_model: null })
    expect(metadata.files_generated).toEqual(expect.arrayContaining(['overview.md', 'module_tree.json', 'first_module_tree.json']))
    for (const name of metadata.files_generated) expect([name, (await get(`/static-docs/${alias}/${name}`)).status]).toEqual([name, 200])
  })

  it('meets no dead link on any page of the folder', async () => {
    const tree = z.record(z.string(), moduleSchema).parse(await json(`/static-docs/${alias}/module_tree.json`))
    const dead: string[] = []
    let seen = 0
    for (const name of ['overview', ...namesIn(tree)]) {
      const address = `${server.url}/static-docs/${alias}/${name}.md`
      const html = await (await fetch(address)).text()
      for (const [, href = ''] of html.matchAll(/\s(?:href|src)="([^"]+)"/g)) {
        const url = new URL(href.replaceAll('&amp;', '&'), address)
        if (url.origin !== server.url) continue
        seen += 1
        if (url.pathname === new URL(address).pathname && url.hash !== '') {
          if (!html.includes(`id="${decodeURIComponent(url.hash.slice(1))}"`)) dead.push(`${name}: ${href}`)
        } else if ((await statusOf(url)) !== 200) dead.push(`${name}: ${href}`)
      }
    }
    expect(seen).toBeGreaterThan(20)
    expect(dead).toEqual([])
  })

  it('submits again and gets the wiki of the same commit from the cache', async () => {
    await submitAndWait()
    const job = originalJob.parse(await json(`/api/job/${alias}`))
    expect(job).toMatchObject({ status: 'completed', progress: 'Completed from the cache', commit_id: commit })
    expect((await get(`/static-docs/${alias}/overview.md`)).status).toBe(200)
  })

  it('hears of a failure in error_message', async () => {
    await server.submitForm({ repo_url: git.url('acme/missing') })
    const failed = async () => json('/api/job/acme--missing')
    await expect.poll(failed, { timeout: 20_000 }).toMatchObject({ status: 'failed', docs_path: null, commit_id: null })
    expect(await failed()).toMatchObject({ error_message: 'There is no repository at this URL, or it is private.', progress: 'Failed' })
    expect(await json('/docs/acme--missing')).toMatchObject({ detail: 'Documentation not available' })
  })
})
