import type { DeclaredDependency, LockFacts, ManifestFacts } from '../document-facts.js'
import { given, LineFinder, listOf, recordOf, wordOf } from '../line-finder.js'

/** Package.swift: literal packages only. */
export function readSwiftPackage(text: string): ManifestFacts {
  const find = new LineFinder(text)
  const dependencies = find.lines.flatMap((line, at): DeclaredDependency[] => {
    if (/^\s*\/\//.test(line)) return []
    const address = /\.package\((?:name:\s*"[^"]*",\s*)?url:\s*"([^"]+)"(.*)$/.exec(line)
    const local = /\.package\((?:name:\s*"[^"]*",\s*)?path:\s*"([^"]+)"/.exec(line)?.[1]
    const name = (address?.[1] ?? local)?.replace(/\.git$/, '').split('/').at(-1)
    if (name === undefined) return []
    const asked = (address?.[2] ?? '').replaceAll(/["),]+$|^[,\s]+/g, '').replaceAll('"', '').trim()
    return [{ name, ...given('asked', asked === '' ? undefined : asked), group: 'runtime', ...given('local', local), startLine: at + 1, endLine: at + 1 }]
  })
  const at = find.lines.findIndex((line) => /^\s*name:\s*"/.test(line) || /Package\(\s*name:\s*"/.test(line))
  const name = /name:\s*"([^"]+)"/.exec(find.lines[at] ?? '')?.[1]
  return { kind: 'manifest', ecosystem: 'swift', ...given('name', name === undefined ? undefined : { text: name, line: at + 1 }), dependencies }
}

/** Package.resolved, versions 1 to 3. */
export function readSwiftLock(text: string): LockFacts {
  const json = recordOf(JSON.parse(text))
  const find = new LineFinder(text)
  const pins = listOf(json['pins'] ?? recordOf(json['object'])['pins']).map(recordOf)
  const packages = pins.flatMap((pin) => {
    const address = wordOf(pin['location']) ?? wordOf(pin['repositoryURL'])
    const version = wordOf(recordOf(pin['state'])['version'])
    const name = address?.replace(/\.git$/, '').split('/').at(-1)
    return address === undefined || name === undefined || version === undefined ? [] : [{ name, version, line: find.line(address) }]
  })
  return { kind: 'lock', ecosystem: 'swift', packages }
}

/** build.sbt: `"org" %% "name" % "1.0" % Test`, all literal. */
export function readSbt(text: string): ManifestFacts {
  const find = new LineFinder(text)
  const dependencies = find.lines.flatMap((line, at): DeclaredDependency[] => {
    if (/^\s*\/\//.test(line)) return []
    return [...line.matchAll(/"([\w.-]+)"\s*%{1,3}\s*"([\w.-]+)"\s*%\s*(?:"([^"]+)"|[\w.]+)(?:\s*%\s*"?(\w+)"?)?/g)].map((match) => ({
      name: `${match[1] ?? ''}:${match[2] ?? ''}`,
      ...given('asked', match[3]),
      group: /^test$/i.test(match[4] ?? '') ? 'test' : 'runtime',
      startLine: at + 1,
      endLine: at + 1,
    }))
  })
  const at = find.lines.findIndex((line) => /^\s*(?:ThisBuild\s*\/\s*)?name\s*:=\s*"/.test(line))
  const name = /:=\s*"([^"]+)"/.exec(find.lines[at] ?? '')?.[1]
  return { kind: 'manifest', ecosystem: 'sbt', ...given('name', name === undefined ? undefined : { text: name, line: at + 1 }), dependencies }
}
