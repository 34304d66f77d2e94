import { expect, test } from 'vitest'
import type { CodeMap, Surroundings } from '../../analysis/code-map.js'
import type { DocumentFacts } from '../../analysis/documents/document-facts.js'
import type { PackageDependency, PackageFacts } from '../../analysis/packages/package-facts.js'
import { codeMap, moduleNode } from '../../../test/support/code-map-fixture.js'
import { letterboxSubject } from '../../../test/support/letterbox-code-map.js'
import { writePlannedPage } from '../pages/write-page.js'
import { planWiki } from '../plan-wiki.js'

const lines = { lines: 40 }

function code(surroundings: Partial<Surroundings>, more: Partial<Parameters<typeof codeMap>[0]> = {}): CodeMap {
  const named = [...(surroundings.packages ?? []).map(({ path }) => path), ...(surroundings.documents ?? []).map(({ path }) => path), 'package-lock.json']
  return codeMap({ files: { 'src/app.ts': lines, ...Object.fromEntries(named.map((path) => [path, { lines: 40, role: 'config' as const }])) }, modules: moduleNode('overview', ['src/app.ts']), surroundings, ...more })
}

function page(address: string, map: CodeMap): string | undefined {
  const plan = planWiki(map, letterboxSubject)
  const planned = plan.pages.find((one) => one.slug === address)
  return planned === undefined ? undefined : writePlannedPage(plan, planned).markdown
}

const asks = (name: string, more: Partial<PackageDependency> = {}): PackageDependency => ({ name, asked: '^1.0.0', group: 'runtime', groupName: undefined, locked: undefined, licence: undefined, internal: undefined, startLine: 4, endLine: 4, ...more })
const npm = (path: string, name: string, dependencies: readonly PackageDependency[]): PackageFacts => ({ ecosystem: 'npm', path, name, version: '1.0.0', licence: undefined, dependencies })
const document = (path: string, facts: DocumentFacts) => ({ documents: [{ path, facts }] })

test('has no cross-cutting page where the repository gives no facts', () => {
  expect(planWiki(code({}), letterboxSubject).pages.map(({ kind }) => kind)).toEqual(['overview'])
})

test('tells a library with its versions, licence, importers and line, and draws packages that ask for each other', () => {
  const locked = { value: '1.2.3', path: 'package-lock.json', startLine: 9, endLine: 9 }
  const map = code(
    { packages: [npm('package.json', 'app', [asks('zod', { locked, licence: { ...locked, value: 'MIT' } }), asks('lib', { internal: 'lib/package.json' })]), npm('lib/package.json', 'lib', [asks('vitest', { group: 'development' })])] },
    { imports: [{ from: 'src/app.ts', specifier: 'zod/v4' }] },
  )
  const text = page('dependencies', map) ?? ''
  expect(text).toContain('| `zod` | `^1.0.0` | [`1.2.3`](source/package-lock.json#L9-L9) | MIT | runtime | [letterbox (root)](overview.md) (1 file) | [package.json:4](source/package.json#L4-L4) |')
  expect(text).toContain('  m0["lib"]\n  m1["app"]\n  m1 --> m0')
  expect(text.split('## For development, tests and builds')[1]).toContain('| `vitest` |')
})

test('tells that only tests import a library, where the manifest has no word for it', () => {
  const manifest: PackageFacts = { ...npm('go.mod', 'example.org/app', [asks('example.org/assert'), asks('example.org/yaml')]), ecosystem: 'go' }
  const imports = [{ from: 'app_test.go', specifier: 'example.org/assert' }, { from: 'app.go', specifier: 'example.org/yaml' }]
  const map = code({ packages: [manifest] }, { files: { 'app.go': { lines: 40, language: 'go' }, 'app_test.go': { lines: 40, language: 'go', role: 'test' }, 'go.mod': { lines: 9, role: 'config' } }, modules: moduleNode('overview', ['app.go']), imports })
  const text = page('dependencies', map) ?? ''
  expect(text).toMatch(/`example\.org\/assert` \|.*\| tests \| 1 test or other file \|/)
  expect(text).toMatch(/`example\.org\/yaml` \|.*\| runtime \|/)
})

test('draws which job waits for which and names the commands', () => {
  const job = (id: string, needs: string[]) => ({ id, needs, commands: [{ text: `make ${id}`, line: 7 }], uses: [], startLine: 5, endLine: 8 })
  const text = page('build-and-ci', code(document('.gitlab-ci.yml', { kind: 'pipeline', system: 'GitLab CI', triggers: [], jobs: [job('build', []), job('test', ['build'])] }))) ?? ''
  expect(text).toContain('  m0["build"]\n  m1["test"]\n  m0 --> m1')
  expect(text).toContain('| `test` | [`make test`](source/.gitlab-ci.yml#L7-L7) | [.gitlab-ci.yml:5-8](source/.gitlab-ci.yml#L5-L8) |')
})

test('joins what code reads with what example files say', () => {
  const map = code({
    settings: [{ name: 'PORT', line: 3, default: '80', file: 'src/app.ts' }],
    ...document('.env.example', { kind: 'settings', settings: [{ name: 'PORT', value: '3000', line: 2, comment: 'Where it listens' }, { name: 'API_KEY', line: 4 }] }),
  })
  const text = page('configuration', map) ?? ''
  expect(text).toContain('| `PORT` | `80` | Where it listens | [src/app.ts:3](source/src/app.ts#L3-L3) | [letterbox (root)](overview.md) | `3000` ([.env.example:2](source/.env.example#L2-L2)) |')
  expect(text).toContain('`API_KEY`')
})

test('leads from a route to the function that answers', () => {
  const routes = [{ framework: 'Express', method: 'GET', path: '/jobs/:id', handler: 'jobs.show', startLine: 12, endLine: 12, file: 'src/app.ts' }]
  const map = code({ routes }, { files: { 'src/app.ts': { lines: 40, components: [{ name: 'show', kind: 'function', lines: [20, 24] }] } } })
  expect(page('interfaces', map)).toContain('| GET | `/jobs/:id` | [`show`](overview.md#show) |')
})
