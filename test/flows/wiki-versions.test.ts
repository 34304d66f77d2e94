import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer, type FixtureFiles } from '../support/git-server.js'

/** A repository is documented commit by commit: what stays where it was, and what does not change at all. */
let git: GitServer
const server = new CodewikiServer({ CODEWIKI_SUBMITS_PER_MINUTE: '10000' })
beforeAll(async () => {
  git = await GitServer.start()
  await server.start()
})
afterAll(async () => {
  await server.stop()
  await git.stop()
})

/** For one wiki, on a busy machine. */
const patienceMs = 90_000

interface Version {
  readonly commit: string
  /** Every file of the wiki's folder by name; `metadata.json` without the time. */
  readonly files: ReadonlyMap<string, string>
  readonly modulesFrom: string | null
}

interface Metadata {
  readonly generation_info: { readonly commit_id: string; readonly modules_from: string | null }
  readonly files_generated: readonly string[]
}

async function documented(path: string, asked: Readonly<Record<string, unknown>> = {}): Promise<Version> {
  const { status, body } = await server.submit({ repo_url: git.url(path), ...asked })
  expect(status).toBe(202)
  const id = String(body['job_id'])
  expect(await server.ended(id, patienceMs)).toMatchObject({ status: 'completed', gaps: [] })
  const read = async (name: string) => (await fetch(`${server.url}/static-docs/${id}/${name}`)).text()
  const metadata = await read('metadata.json')
  const { generation_info: info, files_generated: names } = JSON.parse(metadata) as Metadata
  const files = new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)))
  files.set('metadata.json', metadata.replace(/"timestamp": "[^"]*"/, ''))
  return { commit: info.commit_id, modulesFrom: info.modules_from, files }
}

const pages = ({ files }: Version) => [...files.keys()].filter((name) => name.endsWith('.md')).sort()
/** Pages whose bytes differ, and pages that only one of both has. */
const different = (a: Version, b: Version) => [...new Set([...pages(a), ...pages(b)])].filter((name) => a.files.get(name) !== b.files.get(name))

interface Node {
  readonly id: string
  readonly files: readonly string[]
  readonly children: readonly Node[]
}
/** The address of each file's module. */
function addresses({ files }: Version): Map<string, string> {
  const below = (node: Node): (readonly [string, string])[] => [...node.files.map((path) => [path, node.id] as const), ...node.children.flatMap(below)]
  return new Map(below((JSON.parse(files.get('modules.json') ?? '') as { modules: Node }).modules))
}
const moved = (a: Version, b: Version) => [...addresses(a)].filter(([path, id]) => addresses(b).has(path) && addresses(b).get(path) !== id).map(([path]) => path)

/** A file of a folder that is a page of its own. */
function file(name: string): string {
  const functions = Array.from({ length: 12 }, (_, at) => `/** Step ${at} of ${name}. */\nexport function ${name}Step${at}(value: number): number {\n  return value + ${at}\n}\n`)
  return functions.join('\n')
}

/** Files in one flat folder, each of which uses the next: where such a ring is cut into groups hangs on every one of them. */
const ring = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega red orange yellow green blue indigo violet black white'.split(' ')
function link(name: string, next: string): string {
  return `import { ${next} } from './${next}.js'\n\n/** Link ${name} of the ring. */\nexport function ${name}(depth: number): number {\n  return depth === 0 ? 0 : ${next}(depth - 1)\n}\n`
}
const ringOf = (names: readonly string[]): FixtureFiles => Object.fromEntries(names.map((name, at) => [`src/${name}.ts`, link(name, names[(at + 1) % names.length] ?? name)]))

/** The first commit is of the second. */
const day = (of: number) => `2026-01-0${of}T03:04:05Z`

const small: FixtureFiles = {
  'package.json': '{"name": "shop", "description": "Sells things."}',
  ...Object.fromEntries(['cart', 'order', 'invoice'].map((name) => [`src/orders/${name}.ts`, file(name)])),
  ...Object.fromEntries(['mail', 'letter', 'stamp'].map((name) => [`src/post/${name}.ts`, file(name)])),
}
const shop: FixtureFiles = { ...small, ...ringOf(ring) }

describe('commit after commit of one repository', { timeout: patienceMs + 10_000 }, () => {
  let [first, second, third]: [Version?, Version?, Version?] = []
  const known = (version: Version | undefined): Version => version ?? expect.unreachable('the commit before was not documented')

  it('divides the first one for itself', async () => {
    git.create('acme/shop', shop)
    first = await documented('acme/shop')
    expect(first.modulesFrom).toBeNull()
    expect(pages(first)).toEqual(expect.arrayContaining(['overview.md', 'orders.md', 'post.md']))
    expect(pages(first).length).toBeGreaterThan(8)
  })

  it('changes only pages whose facts changed when one file changes', async () => {
    git.commit('acme/shop', { 'src/post/mail.ts': `${file('mail')}\n/** Sends it once more. */\nexport function sendAgain(): void {}\n` }, day(3))
    second = await documented('acme/shop')
    expect(second.modulesFrom).toBe(known(first).commit)
    expect(moved(known(first), second)).toEqual([])
    expect(different(known(first), second)).toEqual(['overview.md', 'post.md', 'quality.md'])
    expect(second.files.get('post.md')).toContain('sendAgain')
  })

  it('keeps every other file where it was when one goes and one comes', async () => {
    const without = ring.filter((name) => name !== 'kappa')
    git.git('acme/shop', 'rm', '--quiet', 'src/kappa.ts')
    git.commit('acme/shop', { 'src/iota.ts': ringOf(without)['src/iota.ts'] ?? '', 'src/orders/refund.ts': file('refund') }, day(4))
    third = await documented('acme/shop')
    expect(third.modulesFrom).toBe(known(second).commit)
    expect(moved(known(second), third)).toEqual([])
    expect(addresses(third).get('src/orders/refund.ts')).toBe('orders')
    // Whoever uses the module, or is used by it, shows of how many files it is.
    expect(different(known(second), third)).toEqual(['eta-and-theta.md', 'iota-and-kappa.md', 'nu-and-omicron.md', 'orders.md', 'overview.md', 'quality.md'])
  })

  it('would have moved many without the wiki before', async () => {
    git.link('acme/another', join(git.folder, 'acme/shop/.git'))
    const alone = await documented('acme/another')
    expect([alone.commit, alone.modulesFrom]).toEqual([known(third).commit, null])
    expect(moved(known(third), alone).length).toBeGreaterThan(10)
  })
})

it('writes the same bytes when a commit is documented again, also after later ones', { timeout: 4 * patienceMs }, async () => {
  git.create('acme/again', shop)
  await documented('acme/again')
  git.git('acme/again', 'rm', '--quiet', 'src/rho.ts')
  const commit = git.commit('acme/again', { 'src/pi.ts': link('pi', 'sigma') }, day(3))
  const second = await documented('acme/again')
  git.git('acme/again', 'rm', '--quiet', 'src/blue.ts')
  git.commit('acme/again', { 'src/green.ts': link('green', 'indigo') }, day(4))
  expect((await documented('acme/again')).modulesFrom).toBe(commit)
  const again = await documented('acme/again', { commit_id: commit, options: { no_cache: true } })
  expect(again.modulesFrom).toBe(second.modulesFrom)
  expect([...again.files].filter(([name, text]) => text !== second.files.get(name)).map(([name]) => name)).toEqual([])
  expect([...again.files.keys()]).toEqual([...second.files.keys()])
})

it('makes the modules anew when the wikis before are gone or damaged', { timeout: 3 * patienceMs }, async () => {
  git.create('acme/lost', small)
  await documented('acme/lost')
  const wikis = join(server.dataDir, 'wikis')
  for (const key of readdirSync(wikis)) for (const name of readdirSync(join(wikis, key))) writeFileSync(join(wikis, key, name, 'wiki.db'), 'no database')
  git.commit('acme/lost', { 'src/post/box.ts': file('box') }, day(3))
  const damaged = await documented('acme/lost')
  expect(damaged.modulesFrom).toBeNull()
  rmSync(wikis, { recursive: true })
  git.commit('acme/lost', { 'src/post/van.ts': file('van') }, day(4))
  expect((await documented('acme/lost')).modulesFrom).toBeNull()
})
