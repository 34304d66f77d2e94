import { expect, test } from 'vitest'
import { everyFile, moduleInput, type Lines } from '../../../test/support/module-input.js'
import type { ModuleNode } from '../code-map.js'
import { buildModules } from './build-modules.js'

const modulesOf = (lines: Lines, workspaces: Readonly<Record<string, string>> = {}, projectName = 'queue'): ModuleNode =>
  buildModules(moduleInput(lines, { workspaces: new Map(Object.entries(workspaces)), projectName }))

const outline = (node: ModuleNode): unknown[] => node.children.map((child) => (child.children.length === 0 ? `${child.name} (${child.id})` : [`${child.name} (${child.id})`, ...outline(child)]))

test('calls workspaces as a maintainer would, and the source beside them by its language', () => {
  const lines = { 'dotnet/src/Job.cs': 2000, 'python/queue/job.py': 2000, 'src/job.ts': 2000, 'src/classes/a.ts': 5000, 'src/classes/b.ts': 5000, 'packages/core/x.py': 900, 'packages/web/y.py': 900 }
  const names = { dotnet: 'queue-dotnet-release', python: 'queue-python', 'packages/core': '@queue/core', 'packages/web': 'queue-web' }
  const outlined = JSON.stringify(outline(modulesOf(lines, names)))
  for (const name of ['.NET (dotnet)', 'Python (python)', 'TypeScript (src)', '@queue/core (queue-core)']) expect(outlined).toContain(name)
})

test('names a folder that is only a version after what it is a version of, and gives plain addresses to what stands higher', () => {
  const modules = modulesOf({ 'client/v3/a.go': 3000, 'client/pkg/b.go': 3000, 'pkg/c.go': 4000, 'server/d.go': 4000 }, { 'client/v3': '', 'client/pkg': '' }, 'etcd')
  expect(outline(modules)).toEqual([['Client (client)', 'Packages (client-pkg)', 'Client v3 (client-v3)'], 'Packages (pkg)', 'Server (server)'])
})

test('keeps a family of names together and calls it by its members when the shared word says nothing', () => {
  const lines: Record<string, number> = {}
  for (const name of ['t_hash', 't_list', 't_set', 'redis-cli', 'redis-check', 'redis-benchmark', 'rdb', 'sds', 'sentinel', 'server', 'networking', 'object']) lines[`src/${name}.c`] = 4000
  const modules = modulesOf(lines, {}, 'Redis')
  expect(modules.children.map(({ name }) => name)).toEqual(expect.arrayContaining(['Hash, list and set', 'Benchmark, check and CLI', 'RDB', 'SDS', 'Sentinel']))
  expect(everyFile(modules).sort()).toEqual(Object.keys(lines).sort())
})

test('makes no page for files that are not taken apart, nor for those that speak for their folder', () => {
  const lines: Record<string, number> = { 'src/index.ts': 900, 'src/commands/add.ts': 2000 }
  for (let at = 0; at < 40; at += 1) lines[`src/commands/includes/${at}.lua`] = 200
  for (const name of ['job', 'queue', 'worker', 'flow', 'scripts']) lines[`src/${name}.ts`] = 2500
  const modules = modulesOf(lines)
  const all = (node: ModuleNode): ModuleNode[] => [node, ...node.children.flatMap(all)]
  expect(all(modules).filter((node) => node.id !== 'overview' && node.files.every((path) => path.endsWith('.lua')) && node.children.length === 0)).toEqual([])
  expect(modules.files).toContain('src/index.ts')
  expect(everyFile(modules)).toHaveLength(Object.keys(lines).length)
})

test('drops the ending that most names of a folder share', () => {
  const lines: Record<string, number> = {}
  for (const name of ['get', 'put', 'del', 'lease', 'watch', 'role']) lines[`ctl/${name}_command.go`] = 3000
  expect(outline(modulesOf(lines, {}, 'ctl'))).toEqual(expect.arrayContaining(['Get (get)', 'Put (put)', 'Watch (watch)']))
})

test('calls a group after the parts that carry it: by lines and by how many files use them, a lesser one beside where it is more than a rest', () => {
  const lines = { 'src/sessions.py': 300, 'src/testing.py': 220, 'src/wrappers.py': 200, 'src/views.py': 600, 'src/typing.py': 250, 'src/cli.py': 1100, 'src/colors.py': 60, 'src/app.py': 500, 'src/json.py': 500 }
  const together = [['sessions', 'testing', 'wrappers'], ['views', 'typing'], ['cli', 'colors']].map((group) => group.map((name) => `src/${name}.py`))
  const affinity = (a: string, b: string) => Number(together.some((group) => group.includes(a) && group.includes(b)))
  const names = (users: (path: string) => number) => buildModules(moduleInput(lines, { affinity, users, projectName: 'web' })).children.map(({ name }) => name)
  expect(names(() => 0)).toEqual(['App', 'CLI', 'JSON', 'Sessions and testing', 'Views and typing'])
  expect(names((path) => (path.endsWith('wrappers.py') ? 12 : 0))).toEqual(['App', 'CLI', 'JSON', 'Views and typing', 'Wrappers and sessions'])
})

test('calls no group after its folder, however that is written', () => {
  const lines: Record<string, number> = { 'src/Client.php': 8000 }
  for (const name of ['MockHandler', 'CurlHandler', 'CurlMultiHandler', 'TestHandler', 'Factory', 'Stream', 'Parser', 'Proxy']) lines[`src/Handler/${name}.php`] = !name.endsWith('Handler') ? 1_500 : name === 'MockHandler' ? 500 : 400
  const affinity = (a: string, b: string) => Number([a, b].every((path) => path.endsWith('Handler.php')))
  const handler = buildModules(moduleInput(lines, { affinity, projectName: 'web' })).children.find(({ name }) => name === 'Handler')
  expect(handler?.children.map(({ name }) => name)).toEqual(['Factory', 'Parser', 'Proxy', 'Stream', 'TestHandler', 'Curl'])
})

test('draws no other border because a total is a few lines more or less', () => {
  const lines: Record<string, number> = { 'src/store/store.ts': 700 }
  for (let at = 0; at < 40; at += 1) lines[`src/${at % 2 === 0 ? 'jobs' : 'web'}/${at}.ts`] = 1_000
  const at = (more: number) => JSON.stringify(outline(modulesOf({ ...lines, 'src/jobs/more.ts': more })))
  // A page of its own from a sixtieth of the whole on: 700 of 42,000 lines would be the border.
  expect(at(1_290)).toBe(at(1_310))
})
