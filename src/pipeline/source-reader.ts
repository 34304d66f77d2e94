import type { CodeMap } from '../analysis/code-map.js'
import type { PageRun } from '../documentation/documentation-generator.js'
import { redactSecrets } from '../documentation/redact-secrets.js'
import type { Snapshot } from '../repositories/repository-processor.js'

/** Reads analysed files as text without their secrets, a batch at a time. */
export function sourceReader(snapshot: Pick<Snapshot, 'entries' | 'blobs'>, code: CodeMap, signal: AbortSignal): PageRun['readSources'] {
  const analysed = new Set(code.files.map((file) => file.path))
  return async (paths) => {
    const wanted = new Set(paths.filter((path) => analysed.has(path)))
    const entries = snapshot.entries.filter((entry) => wanted.has(entry.path))
    const found = new Map<string, string>()
    for await (const { entry, content } of snapshot.blobs(entries, signal)) found.set(entry.path, redactSecrets(content.toString('utf8')))
    return found
  }
}
