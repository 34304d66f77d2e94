import { posix } from 'node:path'
import { isRecord, textOf } from './manifest-facts.js'
import { readmeName, readmeSummary } from './read-readme.js'

/** What a README or a manifest says of the folder that it lies in. */
export function folderDoc(path: string, text: string): string | undefined {
  const name = posix.basename(path)
  if (readmeName.test(name)) return readmeSummary(path, text)?.value
  if (name === 'package.json') return descriptionOf(text)
  if (name === 'pyproject.toml') return /^description\s*=\s*"([^"\n]{10,300})"/m.exec(text)?.[1]
  return undefined
}

function descriptionOf(text: string): string | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return isRecord(json) ? textOf(json['description']) : undefined
  } catch {
    return undefined
  }
}
