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

/** A `main` that only a test build, a demonstration or nobody (`#if 0`) compiles is no way into the product. */
const isAside = (onlyIf: string | undefined): boolean => onlyIf !== undefined && /TEST|MAIN|DEMO|EXAMPLE|BENCH|DEBUG|STANDALONE|^0$/i.test(onlyIf)

function isMain(file: ParsedFile, name: string, signature: string, at: number): boolean {
  if (file.language.id === 'csharp') return name === 'Main' && /\bstatic\b/.test(signature)
  if (name !== 'main') return false
  switch (file.language.id) {
    case 'go':
      return file.facts.packageName === 'main' && file.facts.definitions[at]?.parent === -1
    case 'java':
      return /\bstatic\b/.test(signature) && /String/.test(signature)
    case 'c':
      return !isAside(file.facts.definitions[at]?.onlyIf)
    default:
      return file.facts.definitions[at]?.parent === -1
  }
}
