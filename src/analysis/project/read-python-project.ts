import { posix } from 'node:path'
import { parse } from 'smol-toml'
import type { ProjectCommand, ProjectDependency, Sourced } from '../code-map.js'
import { emptyManifest, isRecord, Placer, textOf, topManifest, type ManifestFacts } from './manifest-facts.js'

/** pyproject.toml, both the standard table and Poetry's. */
export function readPythonProject(texts: ReadonlyMap<string, string>, paths: ReadonlySet<string>): ManifestFacts {
  const found = topManifest(texts, 'pyproject.toml', parse)
  if (found === undefined) return emptyManifest
  const { content: toml, path, place } = found
  const tool = isRecord(toml['tool']) ? toml['tool'] : {}
  const project = isRecord(toml['project']) ? toml['project'] : isRecord(tool['poetry']) ? tool['poetry'] : undefined
  if (project === undefined) return emptyManifest
  const field = (key: string) => {
    const value = textOf(project[key])
    return value === undefined ? undefined : place.at(value, `${key} =`)
  }
  const licence = isRecord(project['license']) ? textOf(project['license']['text']) : textOf(project['license'])
  const python = textOf(project['requires-python'])
  const scripts = isRecord(project['scripts']) ? project['scripts'] : {}
  return {
    name: field('name'),
    description: field('description'),
    licence: licence === undefined ? undefined : place.at(licence, 'license'),
    runtimes: python === undefined ? [] : [place.at(`python ${python}`, 'requires-python')],
    commands: toolCommands(posix.dirname(path), paths),
    conventional: textOf(project['name']) === undefined ? [] : [place.at({ purpose: 'install', command: 'pip install .', runs: undefined }, 'name =')],
    dependencies: dependencies(project['dependencies'], place),
    entryPoints: Object.entries(scripts).map(([name, target]) => place.at({ kind: 'command', label: `${name} (${String(target)})`, target: textOf(target) }, String(target))),
  }
}

const tools: readonly (readonly [file: string, purpose: ProjectCommand['purpose'], command: string])[] = [
  ['uv.lock', 'install', 'uv sync'],
  ['poetry.lock', 'install', 'poetry install'],
  ['pdm.lock', 'install', 'pdm install'],
  ['Pipfile.lock', 'install', 'pipenv install'],
  ['tox.ini', 'test', 'tox'],
  ['noxfile.py', 'test', 'nox'],
]

/** A tool's own file beside the manifest says which tool it is. */
function toolCommands(folder: string, paths: ReadonlySet<string>): Sourced<ProjectCommand>[] {
  return tools
    .map(([file, purpose, command]) => ({ value: { purpose, command, runs: undefined }, path: posix.join(folder, file), startLine: 1, endLine: 1 }))
    .filter(({ path }) => paths.has(path))
}

function dependencies(value: unknown, place: Placer): Sourced<ProjectDependency>[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry: unknown) => {
      const match = /^([\w.-]+)\s*(?:\[[^\]]*\])?\s*([^;]*)/.exec(textOf(entry) ?? '')
      return match?.[1] === undefined ? [] : [place.at<ProjectDependency>({ name: match[1], version: textOf(match[2]), scope: 'runtime' }, match[1], 'dependencies')]
    })
  }
  if (!isRecord(value)) return []
  return Object.entries(value).filter(([name]) => name !== 'python').map(([name, version]) => place.at({ name, version: textOf(version), scope: 'runtime' }, name, 'dependencies]'))
}
