import { posix } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import type { ProjectCommand, ProjectDependency, Sourced } from '../code-map.js'
import { commandPurpose, isRecord, Placer, shallowest, textOf, type ManifestFacts } from './manifest-facts.js'

/** go.mod, pom.xml and the Makefile. */
export function readBuildFiles(texts: ReadonlyMap<string, string>, paths: ReadonlySet<string>): ManifestFacts {
  const go = readGoMod(texts)
  const maven = readPom(texts, paths)
  return {
    name: go.name ?? maven.name,
    description: maven.description,
    licence: maven.licence,
    runtimes: go.runtimes ?? [],
    commands: readMakefile(texts),
    conventional: [...(go.conventional ?? []), ...(maven.conventional ?? [])],
    dependencies: [...(go.dependencies ?? []), ...(maven.dependencies ?? [])],
    entryPoints: [],
  }
}

function readGoMod(texts: ReadonlyMap<string, string>): Partial<ManifestFacts> {
  const found = shallowest(texts, (name) => name === 'go.mod')
  if (found === undefined) return {}
  const [path, text] = found
  const place = new Placer(path, text)
  const module = /^module\s+(\S+)/m.exec(text)?.[1]
  const version = /^go\s+(\S+)/m.exec(text)?.[1]
  const required = [...text.matchAll(/^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/\S+)\s+(v\S+)(\s*\/\/ indirect)?/gm)].filter((match) => match[3] === undefined)
  const command = (purpose: ProjectCommand['purpose'], text_: string) => place.at({ purpose, command: text_, runs: undefined }, 'module ')
  return {
    name: module === undefined ? undefined : place.at(moduleName(module), 'module '),
    runtimes: version === undefined ? [] : [place.at(`go ${version}`, `go ${version}`)],
    conventional: [command('build', 'go build ./...'), command('test', 'go test ./...')],
    dependencies: required.map((match) => place.at<ProjectDependency>({ name: match[1] ?? '', version: match[2], scope: 'runtime' }, match[1] ?? '')),
  }
}

/** The last part of the path, unless that is a major version: `go.etcd.io/etcd/v3` is `etcd`. */
function moduleName(module: string): string {
  const parts = module.replace(/\.v\d+$/, '').split('/')
  return parts.filter((part, at) => at === 0 || !/^v\d+$/.test(part)).at(-1) ?? module
}

function readPom(texts: ReadonlyMap<string, string>, paths: ReadonlySet<string>): Partial<ManifestFacts> {
  const found = shallowest(texts, (name) => name === 'pom.xml')
  if (found === undefined) return {}
  const [path, text] = found
  let project: unknown
  try {
    const parsed: unknown = new XMLParser({ ignoreAttributes: true, parseTagValue: false }).parse(text)
    project = isRecord(parsed) ? parsed['project'] : undefined
  } catch {
    return {}
  }
  if (!isRecord(project)) return {}
  const place = new Placer(path, text)
  const name = (textOf(project['name']) ?? textOf(project['artifactId']))?.replace(/[\s_-]+(?:parent|aggregator|root)(?:[\s_-]+pom)?$/i, '')
  const maven = paths.has(posix.join(posix.dirname(path), 'mvnw')) ? './mvnw' : 'mvn'
  const description = textOf(project['description'])
  const listed = isRecord(project['dependencies']) ? project['dependencies']['dependency'] : undefined
  const all: unknown[] = Array.isArray(listed) ? listed : listed === undefined ? [] : [listed]
  const dependencies = all.flatMap((one): Sourced<ProjectDependency>[] => {
    const artifact = isRecord(one) ? textOf(one['artifactId']) : undefined
    if (!isRecord(one) || artifact === undefined) return []
    return [place.at({ name: `${textOf(one['groupId']) ?? ''}:${artifact}`, version: textOf(one['version']), scope: one['scope'] === 'test' ? 'development' : 'runtime' }, artifact, '<dependencies>')]
  })
  return {
    name: name === undefined || name.includes('${') ? undefined : place.at(name, name),
    description: description === undefined ? undefined : place.at(description.replaceAll(/\s+/g, ' '), '<description>'),
    conventional: [place.at({ purpose: 'build', command: `${maven} package`, runs: undefined }, '<project'), place.at({ purpose: 'test', command: `${maven} test`, runs: undefined }, '<project')],
    dependencies,
  }
}

const maxTargets = 12

function readMakefile(texts: ReadonlyMap<string, string>): Sourced<ProjectCommand>[] {
  const found = shallowest(texts, (name) => /^(GNU)?makefile$/i.test(name))
  if (found === undefined || found[0].includes('/')) return []
  const [path, text] = found
  const place = new Placer(path, text)
  const targets = [...text.matchAll(/^([a-zA-Z][\w-]*)\s*:(?!=)/gm)].map((match) => match[1] ?? '')
  const useful = [...new Set(targets)].filter((target) => commandPurpose(target) !== 'other')
  return useful.slice(0, maxTargets).map((target) => place.at({ purpose: commandPurpose(target), command: `make ${target}`, runs: undefined }, `${target}:`))
}
