import { XMLParser } from 'fast-xml-parser'
import type { ProjectCommand, ProjectDependency, Sourced } from '../code-map.js'
import { commandPurpose, isRecord, Placer, shallowest, textOf, type ManifestFacts } from './manifest-facts.js'

/** go.mod, pom.xml and the Makefile. */
export function readBuildFiles(texts: ReadonlyMap<string, string>): ManifestFacts {
  const go = readGoMod(texts)
  const maven = readPom(texts)
  return {
    name: go.name ?? maven.name,
    description: maven.description,
    licence: maven.licence,
    runtimes: go.runtimes ?? [],
    commands: [...(go.commands ?? []), ...(maven.commands ?? []), ...readMakefile(texts)],
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
    name: module === undefined ? undefined : place.at(module.split('/').at(-1) ?? module, 'module '),
    runtimes: version === undefined ? [] : [place.at(`go ${version}`, `go ${version}`)],
    commands: [command('build', 'go build ./...'), command('test', 'go test ./...')],
    dependencies: required.map((match) => place.at<ProjectDependency>({ name: match[1] ?? '', version: match[2], scope: 'runtime' }, match[1] ?? '')),
  }
}

function readPom(texts: ReadonlyMap<string, string>): Partial<ManifestFacts> {
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
  const name = textOf(project['name']) ?? textOf(project['artifactId'])
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
    commands: [place.at({ purpose: 'build', command: 'mvn package', runs: undefined }, '<project'), place.at({ purpose: 'test', command: 'mvn test', runs: undefined }, '<project')],
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
