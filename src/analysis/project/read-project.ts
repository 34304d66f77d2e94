import type { FileRole, LanguageShare, ProjectCommand, ProjectFacts, Sourced, SourceFile } from '../code-map.js'
import { recognise } from '../languages/registry.js'
import { readBuildFiles } from './read-build-files.js'
import { readCargo } from './read-cargo.js'
import { readComposer } from './read-composer.js'
import { readEntryPoints } from './read-entry-points.js'
import { readLicence } from './read-licence.js'
import { emptyManifest, type ManifestFacts } from './manifest-facts.js'
import { readPackageJson } from './read-package-json.js'
import { readPythonProject } from './read-python-project.js'
import { readReadme } from './read-readme.js'
import { resolveEntries } from './resolve-entries.js'
import type { ParsedFile } from '../link/parsed-file.js'

export interface ProjectInput {
  readonly files: readonly SourceFile[]
  readonly parsed: readonly ParsedFile[]
  /** Texts of manifests, README and licence by path. */
  readonly texts: ReadonlyMap<string, string>
}

/** What manifests, README and the tree say of the project as a whole, each fact with its place. */
export function readProject({ files, parsed, texts: all }: ProjectInput): ProjectFacts {
  const paths = new Set(files.map((file) => file.path))
  const texts = withoutBystanders(all, files)
  const manifests = nearestFirst([readPackageJson(texts, paths), readPythonProject(texts, paths), readCargo(texts), readComposer(texts), readBuildFiles(texts, paths)])
  const first = <K extends keyof ManifestFacts>(key: K) => manifests.map((manifest) => manifest[key]).find((value) => value !== undefined) ?? emptyManifest[key]
  const languages = languageShares(files)
  const readme = readReadme(texts, new Set(languages.map(({ language }) => language)))
  const [name, description] = [first('name'), first('description')]
  return {
    name: isAtTop(name) ? name : (readme?.name ?? name),
    description: isAtTop(description) || readme?.summary === undefined ? description : undefined,
    readmeSummary: readme?.summary,
    readmePath: readme?.path,
    readmeExample: readme?.example,
    licence: first('licence') ?? readLicence(texts),
    runtimes: manifests.flatMap((manifest) => manifest.runtimes),
    commands: chooseCommands(manifests, readme?.commands ?? []),
    dependencies: manifests.flatMap((manifest) => manifest.dependencies),
    entryPoints: resolveEntries(manifests.flatMap((manifest) => manifest.entryPoints), readEntryPoints(parsed, files), parsed),
    languages,
  }
}

/** The manifest of an example or of a test's project says nothing of the repository. */
function withoutBystanders(texts: ReadonlyMap<string, string>, files: readonly SourceFile[]): ReadonlyMap<string, string> {
  const bystanders = new Set(files.flatMap(({ path, role }) => (role === 'test' || role === 'example' || role === 'vendored' ? [path] : [])))
  return new Map([...texts].filter(([path]) => !bystanders.has(path)))
}

const isAtTop = (fact: Sourced<string> | undefined): boolean => fact !== undefined && !fact.path.includes('/')

/** The manifest at the top speaks for the project, one in a folder only where the top is silent. */
function nearestFirst(manifests: readonly ManifestFacts[]): ManifestFacts[] {
  const depth = ({ name, description }: ManifestFacts) => (name ?? description)?.path.split('/').length ?? Number.MAX_SAFE_INTEGER
  return [...manifests].sort((a, b) => depth(a) - depth(b))
}

/** What the repository names at its top; a purpose that it does not name there from the README, else by convention. */
function chooseCommands(manifests: readonly ManifestFacts[], fromReadme: readonly Sourced<ProjectCommand>[]): Sourced<ProjectCommand>[] {
  const isTop = (command: Sourced<ProjectCommand>) => !command.path.includes('/')
  const missing = (chosen: readonly Sourced<ProjectCommand>[], more: readonly Sourced<ProjectCommand>[]) => more.filter((one) => !chosen.some((other) => other.value.purpose === one.value.purpose))
  const named = manifests.flatMap((manifest) => manifest.commands)
  const top = named.some(isTop) ? named.filter(isTop) : named
  const shown = [...top, ...missing(top, fromReadme)]
  const usual = manifests.flatMap((manifest) => manifest.conventional)
  return [...shown, ...missing(shown, shown.some(isTop) ? usual.filter(isTop) : usual)]
}

const notWritten: ReadonlySet<FileRole> = new Set(['vendored', 'generated', 'docs'])

/** Of what is written here; pages of documentation are no code, if there is any. */
function languageShares(files: readonly SourceFile[]): LanguageShare[] {
  const written = sharesOf(files.filter(({ role }) => !notWritten.has(role)))
  return written.length > 0 ? written : sharesOf(files.filter(({ role }) => role === 'docs'))
}

function sharesOf(files: readonly SourceFile[]): LanguageShare[] {
  const shares = new Map<string, { language: string; label: string; files: number; lines: number }>()
  for (const file of files) {
    const known = recognise(file.path, file.language === 'cpp')
    if (known?.isCode !== true) continue
    const share = shares.get(known.id) ?? { language: known.id, label: known.label, files: 0, lines: 0 }
    shares.set(known.id, { ...share, files: share.files + 1, lines: share.lines + file.lines })
  }
  return [...shares.values()].sort((a, b) => b.lines - a.lines || (a.language < b.language ? -1 : 1))
}
