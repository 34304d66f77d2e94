import type { EntryPoint, SourceFile, Sourced } from '../code-map.js'
import type { ParsedFile } from '../link/parsed-file.js'

const most = 20

/** `main` functions by each language's convention. */
export function readEntryPoints(parsed: readonly ParsedFile[], files: readonly SourceFile[]): Sourced<EntryPoint>[] {
  const roles = new Map(files.map((file) => [file.path, file.role]))
  const points = parsed.flatMap((file): Sourced<EntryPoint>[] => {
    if (roles.get(file.path) !== 'source') return []
    return file.components.filter((component, at) => isMain(file, component.name, component.signature, at)).map((component) => ({
      value: { kind: 'main', label: component.qualifiedName, component: component.id },
      path: file.path,
      startLine: component.startLine,
      endLine: component.endLine,
    }))
  })
  return points.slice(0, most)
}

function isMain(file: ParsedFile, name: string, signature: string, at: number): boolean {
  if (name !== 'main') return false
  switch (file.language.id) {
    case 'go':
      return file.facts.packageName === 'main' && file.facts.definitions[at]?.parent === -1
    case 'java':
      return /\bstatic\b/.test(signature) && /String/.test(signature)
    case 'c':
      return true
    default:
      return file.facts.definitions[at]?.parent === -1
  }
}
