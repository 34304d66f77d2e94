import type { ModuleNode, SourceFile } from '../../src/analysis/code-map.js'
import type { ModuleInput } from '../../src/analysis/modules/build-modules.js'

/** Lines by path. */
export type Lines = Readonly<Record<string, number>>

const languages: Readonly<Record<string, string>> = { ts: 'typescript', c: 'c', h: 'c', go: 'go', lua: 'lua', cs: 'csharp', py: 'python' }

/** Files of so many lines that know nothing of each other, unless `changes` say so. Lua and C# are not taken apart. */
export function moduleInput(lines: Lines, changes: Partial<ModuleInput> = {}): ModuleInput {
  const files = Object.entries(lines).map(([path, count]): SourceFile => {
    return { path, oid: '', sizeBytes: 1, lines: count, language: languages[path.split('.').at(-1) ?? ''], role: 'source', packageName: undefined, doc: undefined, errorShare: 0 }
  })
  return {
    files,
    workspaces: new Map(),
    affinity: () => 0,
    users: () => 0,
    projectName: 'queue',
    isTakenApart: (file) => file.language !== 'lua' && file.language !== 'csharp',
    languageLabel: (id) => (id === 'typescript' ? 'TypeScript' : undefined),
    ...changes,
  }
}

export const everyFile = (node: ModuleNode): string[] => [...node.files, ...node.children.flatMap(everyFile)]
