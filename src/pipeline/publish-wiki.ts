import type { CodeMap } from '../analysis/code-map.js'
import type { CacheKey } from '../cache/cache-key.js'
import type { CacheManager, WikiSource } from '../cache/cache-manager.js'
import type { PublishedWiki } from '../cache/published-wiki.js'
import type { DocumentationGenerator } from '../documentation/documentation-generator.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import type { Wiki } from '../documentation/wiki.js'
import { redactSecrets } from '../documentation/redact-secrets.js'
import { wikiFiles } from '../documentation/wiki-files.js'
import type { JobRun } from '../jobs/job-run.js'
import type { JobOptions, ProcessingJob } from '../jobs/job-status.js'
import type { Snapshot } from '../repositories/repository-processor.js'
import { moduleRules } from './former-modules.js'
import type { WrittenPage } from './write-pages.js'

interface PublishInput {
  readonly job: Pick<ProcessingJob, 'id' | 'subject' | 'options'>
  /** The files that were to be documented. */
  readonly chosen: Pick<JobOptions, 'include' | 'exclude'>
  readonly run: JobRun
  readonly code: CodeMap
  readonly modulesJudged: boolean
  readonly plan: WikiPlan
  readonly wiki: Wiki
  readonly verified: readonly WrittenPage[]
  readonly snapshot: Snapshot
  readonly refName: string | undefined
  readonly key: CacheKey
  /** Takes the place of what this attempt may have published under the key. */
  readonly isAnother?: boolean
}

/** Stages the wiki in a folder of its own. It becomes visible with the job's completion, in one transaction. */
export async function publishWiki(
  input: PublishInput,
  deps: { readonly cache: CacheManager; readonly generator: DocumentationGenerator },
  settings: { readonly version: string },
): Promise<PublishedWiki> {
  const { job, run, code, wiki, snapshot } = input
  const { url, host, owner, name } = job.subject
  const subject = { url, host, owner, name, commit: snapshot.commit, committedAt: snapshot.committedAt }
  const mainModel = deps.generator.mainModel
  return deps.cache.stage({
    wiki,
    rendered: input.verified.map(({ rendered }) => rendered),
    files: wikiFiles(wiki, code, subject, { generatorVersion: settings.version, mainModel, modulesJudged: input.modulesJudged, timestamp: new Date().toISOString() }),
    sources: readableSources(snapshot, code, run.signal),
    facts: {
      key: input.key,
      ...subject,
      refName: input.refName,
      fingerprint: deps.generator.fingerprint(job.options),
      moduleRules: moduleRules(input.chosen),
      mainModel,
      title: wiki.title,
      summary: wiki.summary,
      pages: wiki.pages.length,
      gaps: wiki.gaps,
      coverage: wiki.coverage,
      jobId: job.id,
    },
    attempt: run.attempt,
    isAnother: input.isAnother === true,
    signal: run.signal,
  })
}

/** Every text file that the analysis read, so that each citation opens and folders can be browsed. */
async function* readableSources(snapshot: Snapshot, code: CodeMap, signal: AbortSignal): AsyncIterable<WikiSource> {
  const files = new Map(code.files.map((file) => [file.path, file]))
  const entries = snapshot.entries.filter((entry) => files.has(entry.path))
  for await (const { entry, content } of snapshot.blobs(entries, signal)) {
    yield { path: entry.path, oid: entry.oid, language: files.get(entry.path)?.language, content: withoutSecrets(content) }
  }
}

/** Line for line; a file without any is passed on as it is. */
function withoutSecrets(content: Buffer): Buffer {
  const text = content.toString('utf8')
  const redacted = redactSecrets(text)
  return redacted === text ? content : Buffer.from(redacted)
}
