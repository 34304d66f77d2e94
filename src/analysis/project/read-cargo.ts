import { posix } from 'node:path'
import { parse } from 'smol-toml'
import type { ProjectCommand, ProjectDependency, Sourced } from '../code-map.js'
import { emptyManifest, isRecord, Placer, textOf, topManifest, type DeclaredEntry, type ManifestFacts } from './manifest-facts.js'

/** Cargo.toml: the package, or what a workspace says for all its members. */
export function readCargo(texts: ReadonlyMap<string, string>): ManifestFacts {
  const found = topManifest(texts, 'Cargo.toml', parse)
  if (found === undefined) return emptyManifest
  const { content: toml, path, place } = found
  const workspace = isRecord(toml['workspace']) ? toml['workspace'] : {}
  const crate = isRecord(toml['package']) ? toml['package'] : isRecord(workspace['package']) ? workspace['package'] : {}
  const field = (key: string) => {
    const value = textOf(crate[key])
    return value === undefined ? undefined : place.at(value, `${key} =`, 'package]')
  }
  const rust = textOf(crate['rust-version'])
  const command = (purpose: ProjectCommand['purpose'], line: string) => place.at<ProjectCommand>({ purpose, command: line, runs: undefined }, 'package]')
  const all = isRecord(toml['workspace']) ? ' --workspace' : ''
  return {
    ...emptyManifest,
    name: field('name'),
    description: field('description'),
    licence: field('license'),
    runtimes: rust === undefined ? [] : [place.at(`rust >= ${rust}`, 'rust-version')],
    conventional: [command('build', `cargo build --release${all}`), command('test', `cargo test${all}`)],
    dependencies: [
      ...dependencies(toml['dependencies'] ?? workspace['dependencies'], 'dependencies]', 'runtime', place),
      ...dependencies(toml['dev-dependencies'], 'dev-dependencies]', 'development', place),
    ],
    entryPoints: binaries(toml['bin'], path, place),
  }
}

/** Crates of the same repository (`path = …`) are no dependencies on others. */
function dependencies(table: unknown, heading: string, scope: ProjectDependency['scope'], place: Placer): Sourced<ProjectDependency>[] {
  if (!isRecord(table)) return []
  return Object.entries(table).flatMap(([name, value]) => {
    if (isRecord(value) && value['path'] !== undefined) return []
    const version = isRecord(value) ? textOf(value['version']) : textOf(value)
    return [place.at<ProjectDependency>({ name, version, scope }, name, heading)]
  })
}

function binaries(value: unknown, manifest: string, place: Placer): ManifestFacts['entryPoints'] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    const name = isRecord(entry) ? textOf(entry['name']) : undefined
    if (!isRecord(entry) || name === undefined) return []
    const target = posix.join(posix.dirname(manifest), textOf(entry['path']) ?? `src/bin/${name}.rs`)
    return [place.at<DeclaredEntry>({ kind: 'command', label: name, target }, `"${name}"`, '[[bin]]')]
  })
}
