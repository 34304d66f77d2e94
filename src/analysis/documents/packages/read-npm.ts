import type { DeclaredDependency, DependencyGroup, LockedPackage, LockFacts, ManifestFacts } from '../document-facts.js'
import { given, LineFinder, recordOf, wordOf } from '../line-finder.js'

const tables: readonly (readonly [key: string, group: DependencyGroup])[] = [
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
  ['devDependencies', 'development'],
]

export function readPackageManifest(text: string): ManifestFacts {
  const json = recordOf(JSON.parse(text))
  const find = new LineFinder(text)
  const dependencies = tables.flatMap(([key, group]) => {
    const from = find.key(key)
    return Object.entries(recordOf(json[key])).map(([name, value]): DeclaredDependency => {
      const asked = wordOf(value)
      const line = find.key(name, from)
      const local = asked === undefined ? undefined : /^(?:file|link|portal):(?:\.\/)?(.+)$/.exec(asked)?.[1]
      return { name, ...given('asked', asked), group, ...given('local', local), startLine: line, endLine: line }
    })
  })
  // A package that is asked for as a peer and for development is one that users bring along.
  const own = dependencies.filter((one) => one.group !== 'development' || !dependencies.some((other) => other.group === 'peer' && other.name === one.name))
  return {
    kind: 'manifest',
    ecosystem: 'npm',
    ...given('name', find.told(json['name'], 'name')),
    ...given('version', find.told(json['version'], 'version')),
    ...given('licence', find.told(json['license'], 'license')),
    dependencies: own,
  }
}

/** package-lock.json: by path since version 2, by name in version 1. */
export function readPackageLock(text: string): LockFacts {
  const json = recordOf(JSON.parse(text))
  const lines = linesOfKeys(text)
  const byPath = Object.entries(recordOf(json['packages'])).flatMap(([path, value]) => lockedAt(path, recordOf(value), lines.get(path)))
  const byName = Object.entries(recordOf(json['dependencies'])).flatMap(([name, value]) => lockedAt(`node_modules/${name}`, recordOf(value), lines.get(name)))
  return { kind: 'lock', ecosystem: 'npm', packages: byPath.length > 0 ? byPath : byName }
}

/** Only what lies directly below a package's own `node_modules`: what is deeper answers somebody else's request. */
function lockedAt(path: string, value: Record<string, unknown>, line: number | undefined): LockedPackage[] {
  const match = /^(?:(.+)\/)?node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)
  const version = wordOf(value['version'])
  if (match?.[2] === undefined || version === undefined || match[1]?.includes('node_modules/') === true || value['link'] === true) return []
  return [{ name: match[2], version, line: line ?? 1, ...given('licence', wordOf(value['license'])), ...given('member', match[1]) }]
}

/** The first line of each key of a JSON text that is written over many lines. */
function linesOfKeys(text: string): Map<string, number> {
  const found = new Map<string, number>()
  for (const [at, line] of text.split('\n').entries()) {
    const key = /^\s*"([^"]+)": \{/.exec(line)?.[1]
    if (key !== undefined && !found.has(key)) found.set(key, at + 1)
  }
  return found
}

/** yarn.lock, classic and berry: `"a@^1", a@^1.1:` and below it `version "1.2.0"`. */
export function readYarnLock(text: string): LockFacts {
  const packages: LockedPackage[] = []
  let requests: { name: string; asked: string; line: number }[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (/^\S.*:$/.test(line) && !line.startsWith('#')) {
      requests = line.slice(0, -1).replaceAll('"', '').split(/,\s*/).flatMap((one) => {
        const match = /^((?:@[^/]+\/)?[^@]+)@(?:npm:)?(.+)$/.exec(one)
        return match?.[1] === undefined || match[2] === undefined ? [] : [{ name: match[1], asked: match[2], line: at + 1 }]
      })
      continue
    }
    const version = /^ {2}version:? "?([^"\s]+)"?$/.exec(line)?.[1]
    if (version === undefined || version === '0.0.0-use.local') continue
    packages.push(...requests.map((request) => ({ ...request, version })))
    requests = []
  }
  return { kind: 'lock', ecosystem: 'npm', packages }
}

/** bun.lock: JSON with trailing commas, one package a line: `"a": ["a@1.2.0", …]`; what is nested has a path as its key. */
export function readBunLock(text: string): LockFacts {
  const packages = text.split('\n').flatMap((line, at) => {
    const match = /^\s*"((?:@[^/"]+\/)?[^/"]+)": \["(?:@[^/"]+\/)?[^/"@]+@(\d[^"]*)"/.exec(line)
    return match?.[1] === undefined || match[2] === undefined ? [] : [{ name: match[1], version: match[2], line: at + 1 }]
  })
  return { kind: 'lock', ecosystem: 'npm', packages }
}

/** pnpm-lock.yaml from version 6 on, line by line: each importer names its packages with `specifier` and `version`. */
export function readPnpmLock(text: string): LockFacts {
  const packages: LockedPackage[] = []
  let [section, member, name, nameLine] = ['', '.', '', 1]
  for (const [at, line] of text.split('\n').entries()) {
    const match = /^( *)(?:'([^']+)'|"([^"]+)"|([^\s:'"][^:]*)):(?: (.*))?$/.exec(line)
    if (match === null) continue
    const [, indent = '', single, double, bare, value = ''] = match
    const key = single ?? double ?? bare ?? ''
    const depth = indent.length / 2 - (section === 'importers' ? 2 : 0)
    if (indent === '') [section, member] = [key, '.']
    else if (section === 'importers' && indent.length === 2) member = key
    else if (depth === 1 && /^(importers|dependencies|devDependencies|optionalDependencies)$/.test(section)) [name, nameLine] = [key, at + 1]
    else if (depth === 2 && key === 'version' && /^(importers|dependencies|devDependencies|optionalDependencies)$/.test(section)) {
      const version = value.replaceAll(/^['"]|['"]$/g, '').replace(/\(.*$/, '')
      if (/^\d/.test(version)) packages.push({ name, version, line: nameLine, ...(member === '.' ? {} : { member }) })
    }
  }
  return { kind: 'lock', ecosystem: 'npm', packages }
}
