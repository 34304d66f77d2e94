import type { ProjectCommand, ProjectDependency, Sourced } from '../code-map.js'
import { commandPurpose, emptyManifest, isRecord, Placer, textOf, topManifest, type ManifestFacts } from './manifest-facts.js'

/** composer.json of a PHP package. */
export function readComposer(texts: ReadonlyMap<string, string>): ManifestFacts {
  const found = topManifest(texts, 'composer.json', JSON.parse)
  if (found === undefined) return emptyManifest
  const { content: json, place } = found
  const at = (key: string) => {
    const value = textOf(json[key])
    return value === undefined ? undefined : place.at(value, `"${key}"`)
  }
  const required = isRecord(json['require']) ? json['require'] : {}
  const php = textOf(required['php'])
  const scripts = isRecord(json['scripts']) ? json['scripts'] : {}
  return {
    ...emptyManifest,
    name: at('name'),
    description: at('description'),
    licence: at('license'),
    runtimes: php === undefined ? [] : [place.at(`php ${php}`, '"php"')],
    commands: Object.entries(scripts).map(([name, runs]) =>
      place.at<ProjectCommand>({ purpose: commandPurpose(name), command: `composer ${name}`, runs: textOf(runs) }, `"${name}"`, '"scripts"'),
    ),
    conventional: [place.at({ purpose: 'install', command: 'composer install', runs: undefined }, '"name"')],
    dependencies: [...dependencies(required, '"require"', 'runtime', place), ...dependencies(json['require-dev'], '"require-dev"', 'development', place)],
  }
}

/** `php` and its extensions are the runtime, no packages. */
function dependencies(table: unknown, heading: string, scope: ProjectDependency['scope'], place: Placer): Sourced<ProjectDependency>[] {
  if (!isRecord(table)) return []
  return Object.entries(table).flatMap(([name, version]) => (name.includes('/') ? [place.at<ProjectDependency>({ name, version: textOf(version), scope }, `"${name}"`, heading)] : []))
}
