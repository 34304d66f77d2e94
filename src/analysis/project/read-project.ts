import type { LanguageShare, ProjectFacts, SourceFile } from '../code-map.js'
import { recognise } from '../languages/registry.js'
import { readBuildFiles } from './read-build-files.js'
import { readEntryPoints } from './read-entry-points.js'
import { readLicence } from './read-licence.js'
import { emptyManifest, type ManifestFacts } from './manifest-facts.js'
import { readPackageJson } from './read-package-json.js'
import { readPythonProject } from './read-python-project.js'
import { readReadme } from './read-readme.js'
import type { ParsedFile } from '../link/parsed-file.js'

export interface ProjectInput {
  readonly files: readonly SourceFile[]
  readonly parsed: readonly ParsedFile[]
  /** Texts of manifests, README and licence by path. */
  readonly texts: ReadonlyMap<string, string>
}

/** What manifests, README and the tree say of the project as a whole, each fact with its place. */
export function readProject({ files, parsed, texts }: ProjectInput): ProjectFacts {
  const manifests: ManifestFacts[] = [readPackageJson(texts), readPythonProject(texts), readBuildFiles(texts)]
  const first = <K extends keyof ManifestFacts>(key: K) => manifests.map((manifest) => manifest[key]).find((value) => value !== undefined) ?? emptyManifest[key]
  const readme = readReadme(texts)
  return {
    name: first('name'),
    description: first('description'),
    readmeSummary: readme?.summary,
    readmePath: readme?.path,
    licence: first('licence') ?? readLicence(texts),
    runtimes: manifests.flatMap((manifest) => manifest.runtimes),
    commands: manifests.flatMap((manifest) => manifest.commands),
    dependencies: manifests.flatMap((manifest) => manifest.dependencies),
    entryPoints: [...manifests.flatMap((manifest) => manifest.entryPoints), ...readEntryPoints(parsed, files)],
    languages: languageShares(files),
  }
}

function languageShares(files: readonly SourceFile[]): LanguageShare[] {
  const shares = new Map<string, { language: string; label: string; files: number; lines: number }>()
  for (const file of files) {
    const known = recognise(file.path)
    if (known?.isCode !== true || file.role === 'vendored' || file.role === 'generated') continue
    const share = shares.get(known.id) ?? { language: known.id, label: known.label, files: 0, lines: 0 }
    shares.set(known.id, { ...share, files: share.files + 1, lines: share.lines + file.lines })
  }
  return [...shares.values()].sort((a, b) => b.lines - a.lines || (a.language < b.language ? -1 : 1))
}
