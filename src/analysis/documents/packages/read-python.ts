import { parse } from 'smol-toml'
import type { DeclaredDependency, DependencyGroup, ManifestFacts } from '../document-facts.js'
import { given, LineFinder, listOf, recordOf, wordOf } from '../line-finder.js'

/** pyproject.toml: the standard tables, dependency groups, and Poetry's. */
export function readPyproject(text: string): ManifestFacts | undefined {
  const toml = recordOf(parse(text))
  const find = new LineFinder(text)
  const project = recordOf(toml['project'])
  const poetry = recordOf(recordOf(toml['tool'])['poetry'])
  const about = Object.keys(project).length > 0 ? project : poetry
  const extras = recordOf(project['optional-dependencies'])
  const groups = recordOf(toml['dependency-groups'])
  const dependencies = [
    ...requirements(listOf(project['dependencies']), 'runtime', undefined, find, find.key('dependencies', find.line('[project]'))),
    ...Object.entries(extras).flatMap(([name, list]) => requirements(listOf(list), 'optional', name, find, find.key(name, find.line('optional-dependencies')))),
    ...Object.entries(groups).flatMap(([name, list]) => requirements(listOf(list), 'development', name, find, find.key(name, find.line('[dependency-groups]')))),
    ...requirements(listOf(recordOf(toml['build-system'])['requires']), 'build', undefined, find, find.line('[build-system]')),
    ...poetryTable(poetry['dependencies'], 'runtime', undefined, find, find.line('[tool.poetry.dependencies]')),
    ...poetryTable(poetry['dev-dependencies'], 'development', undefined, find, find.line('[tool.poetry.dev-dependencies]')),
    ...Object.entries(recordOf(poetry['group'])).flatMap(([name, value]) =>
      poetryTable(recordOf(value)['dependencies'], 'development', name, find, find.line(`[tool.poetry.group.${name}.dependencies]`)),
    ),
  ]
  const licence = typeof about['license'] === 'string' ? about['license'] : recordOf(about['license'])['text']
  if (Object.keys(about).length === 0 && dependencies.length === 0) return undefined
  return {
    kind: 'manifest',
    ecosystem: 'python',
    ...given('name', find.told(about['name'], 'name')),
    ...given('version', find.told(about['version'], 'version')),
    ...given('licence', find.told(licence, 'license')),
    dependencies,
  }
}

function requirements(list: readonly unknown[], group: DependencyGroup, groupName: string | undefined, find: LineFinder, from: number): DeclaredDependency[] {
  return list.flatMap((entry) => {
    const found = requirement(wordOf(entry) ?? '')
    if (found === undefined) return []
    const line = find.line(found.written, from)
    return [{ name: found.name, ...given('asked', found.asked), group, ...given('groupName', groupName), startLine: line, endLine: line }]
  })
}

/** `name[extra] >=1,<2 ; marker`, as PEP 508 has it. */
function requirement(text: string): { name: string; written: string; asked: string | undefined } | undefined {
  const match = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;#)]*)/.exec(text)
  if (match?.[1] === undefined) return undefined
  const asked = (match[2] ?? '').replaceAll(/\s+/g, ' ').trim()
  return { name: match[1], written: match[1], asked: asked === '' ? undefined : asked.slice(0, 120) }
}

function poetryTable(table: unknown, group: DependencyGroup, groupName: string | undefined, find: LineFinder, from: number): DeclaredDependency[] {
  return Object.entries(recordOf(table)).flatMap(([name, value]) => {
    if (name === 'python') return []
    const options = recordOf(value)
    const line = find.key(name, from)
    return [
      {
        name,
        ...given('asked', wordOf(value) ?? wordOf(options['version'])),
        group: options['optional'] === true ? 'optional' : group,
        ...given('groupName', groupName),
        ...given('local', wordOf(options['path'])),
        startLine: line,
        endLine: line,
      },
    ]
  })
}

/** requirements*.txt; its name says what it is for. */
export function readRequirements(text: string, name: string): ManifestFacts {
  const group: DependencyGroup = /test/i.test(name) ? 'test' : /dev|lint|docs?|typing|style|check|mypy|build/i.test(name) ? 'development' : 'runtime'
  const dependencies = text.split('\n').flatMap((line, at): DeclaredDependency[] => {
    if (/^\s*(?:#|-|$)/.test(line) || line.includes('://')) return []
    const found = requirement(line.trim())
    return found === undefined ? [] : [{ name: found.name, ...given('asked', found.asked), group, startLine: at + 1, endLine: at + 1 }]
  })
  return { kind: 'manifest', ecosystem: 'python', dependencies }
}

/** setup.cfg: `[metadata]`, `[options] install_requires` and `[options.extras_require]`. */
export function readSetupCfg(text: string): ManifestFacts | undefined {
  const dependencies: DeclaredDependency[] = []
  const about = new Map<string, { text: string; line: number }>()
  let [section, key] = ['', '']
  for (const [at, line] of text.split('\n').entries()) {
    const heading = /^\[([^\]]+)\]/.exec(line)?.[1]
    const assigned = /^([\w.-]+)\s*[=:]\s*(.*)$/.exec(line)
    if (heading !== undefined) [section, key] = [heading, '']
    else if (assigned?.[1] !== undefined) key = assigned[1]
    else if (/^\S/.test(line)) key = ''
    const value = (assigned?.[2] ?? line).trim()
    if (heading !== undefined || value === '' || value.startsWith('#')) continue
    if (section === 'metadata' && assigned !== null) about.set(key, { text: value, line: at + 1 })
    const extra = section === 'options.extras_require'
    if (!extra && !(section === 'options' && (key === 'install_requires' || key === 'tests_require'))) continue
    const found = requirement(value)
    const group: DependencyGroup = extra ? 'optional' : key === 'tests_require' ? 'test' : 'runtime'
    if (found !== undefined) dependencies.push({ name: found.name, ...given('asked', found.asked), group, ...(extra ? { groupName: key } : {}), startLine: at + 1, endLine: at + 1 })
  }
  if (about.get('name') === undefined && dependencies.length === 0) return undefined
  return { kind: 'manifest', ecosystem: 'python', ...given('name', about.get('name')), ...given('version', about.get('version')), ...given('licence', about.get('license')), dependencies }
}
