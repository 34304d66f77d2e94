import { posix } from 'node:path'
import type { ProjectCommand, ProjectDependency, Sourced } from '../code-map.js'
import { packageManagerOf } from './package-manager.js'
import { commandPurpose, emptyManifest, isRecord, Placer, textOf, topManifest, type DeclaredEntry, type ManifestFacts } from './manifest-facts.js'

export function readPackageJson(texts: ReadonlyMap<string, string>, paths: ReadonlySet<string>): ManifestFacts {
  const found = topManifest(texts, 'package.json', JSON.parse)
  if (found === undefined) return emptyManifest
  const { content: json, path, place } = found
  const field = (key: string) => {
    const value = textOf(json[key])
    return value === undefined ? undefined : place.at(value, `"${key}"`)
  }
  const engines = isRecord(json['engines']) ? json['engines'] : {}
  return {
    name: field('name'),
    description: field('description'),
    licence: field('license'),
    runtimes: Object.entries(engines).flatMap(([engine, version]) => (textOf(version) === undefined ? [] : [place.at(`${engine} ${String(version)}`, `"${engine}"`, '"engines"')])),
    commands: commands(json, place, packageManagerOf(path, textOf(json['packageManager']), paths)),
    conventional: [],
    dependencies: [...dependencies(json['dependencies'], 'runtime', place, '"dependencies"'), ...dependencies(json['devDependencies'], 'development', place, '"devDependencies"')],
    entryPoints: entryPoints(json, path, place),
  }
}

function commands(json: Record<string, unknown>, place: Placer, manager: ReturnType<typeof packageManagerOf>): Sourced<ProjectCommand>[] {
  const { name, lockFile } = manager
  const command: ProjectCommand = { purpose: 'install', command: name === 'npm' ? 'npm ci' : `${name} install`, runs: undefined }
  const install: Sourced<ProjectCommand>[] = lockFile === undefined ? [] : [{ value: command, path: lockFile, startLine: 1, endLine: 1 }]
  return [...install, ...scripts(json['scripts'], name, place)]
}

function scripts(value: unknown, manager: string, place: Placer): Sourced<ProjectCommand>[] {
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, runs]) => {
    const script = textOf(runs)
    if (script === undefined || /^(pre|post)[a-z]/.test(name)) return []
    const isShort = (name === 'test' || name === 'start') && manager !== 'bun'
    const command = isShort ? `${manager} ${name}` : `${manager} run ${name}`
    return [place.at({ purpose: commandPurpose(name), command, runs: script.slice(0, 200) }, `"${name}"`, '"scripts"')]
  })
}

function dependencies(value: unknown, scope: ProjectDependency['scope'], place: Placer, after: string): Sourced<ProjectDependency>[] {
  if (!isRecord(value)) return []
  return Object.entries(value).map(([name, version]) => place.at({ name, version: textOf(version), scope }, `"${name}"`, after))
}

function entryPoints(json: Record<string, unknown>, manifest: string, place: Placer): Sourced<DeclaredEntry>[] {
  const points: Sourced<DeclaredEntry>[] = []
  const main = textOf(json['main'])
  if (main !== undefined) points.push(place.at({ kind: 'library', label: main, target: undefined }, '"main"'))
  const bin = typeof json['bin'] === 'string' ? { [textOf(json['name']) ?? 'bin']: json['bin'] } : json['bin']
  if (isRecord(bin)) {
    for (const [name, file] of Object.entries(bin))
      points.push(place.at({ kind: 'command', label: `${name} (${String(file)})`, target: posix.join(posix.dirname(manifest), String(file)) }, String(file), '"bin"'))
  }
  return points
}
