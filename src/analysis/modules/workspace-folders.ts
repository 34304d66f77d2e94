import { posix } from 'node:path'
import { isRecord, textOf } from '../project/manifest-facts.js'

const manifests = new Set(['package.json', 'go.mod', 'pyproject.toml', 'pom.xml'])

/** Folders below the top that have a manifest of their own, with the name it declares. */
export function workspaceFolders(texts: ReadonlyMap<string, string>): Map<string, string | undefined> {
  const folders = new Map<string, string | undefined>()
  for (const [path, text] of texts) {
    const folder = posix.dirname(path)
    if (folder === '.' || !manifests.has(posix.basename(path)) || /(^|\/)((tests?|fixtures?|examples?|docs?|testdata)|tests?[-_][^/]*|[^/]*[-_]tests?)\//.test(path)) continue
    folders.set(folder, folders.get(folder) ?? packageName(posix.basename(path), text))
  }
  return folders
}

function packageName(file: string, text: string): string | undefined {
  if (file !== 'package.json') return undefined
  try {
    const json: unknown = JSON.parse(text)
    return isRecord(json) ? textOf(json['name']) : undefined
  } catch {
    return undefined
  }
}
