import type { WikiFile } from '../documentation/wiki-files.js'
import type { Wiki } from '../documentation/wiki.js'
import type { RenderedPage } from '../rendering/rendered-page.js'
import type { CacheKey } from './cache-key.js'
import type { PublishedWiki } from './published-wiki.js'

/** A source file as the built-in source view will show it. */
export interface WikiSource {
  readonly path: string
  readonly oid: string
  readonly language: string | undefined
  readonly content: Buffer
}

export interface StageInput {
  readonly wiki: Wiki
  readonly rendered: readonly RenderedPage[]
  /** Further files by name, written as they are: `module_tree.json`, `metadata.json`, `citations.json`, … */
  readonly files: ReadonlyMap<string, WikiFile>
  /** Every text file that the source view can open. */
  readonly sources: AsyncIterable<WikiSource>
  /** The record without what staging finds out. */
  readonly facts: Omit<PublishedWiki, 'location' | 'sizeBytes' | 'createdAt'>
  readonly attempt: number
  /** An attempt that takes a wiki's place once more under its key, with other pages, says so. */
  readonly isAnother?: boolean
  readonly signal: AbortSignal
}

export interface PruneReport {
  readonly removed: readonly CacheKey[]
  readonly freedBytes: number
}

/**
 * Finds, stores and expires wikis. A wiki becomes visible only when its record is committed together with the job's
 * completion (see JobStore.settle); what was staged and never committed is removed by `sweep`.
 */
export interface CacheManager {
  /** The wiki for exactly this key, unless it has expired or its files are gone. Touches its last use. */
  find(key: CacheKey): Promise<PublishedWiki | undefined>
  /** Writes everything beside, fsyncs, renames into a folder of its own. Not visible yet. @throws `cache/disk-full` */
  stage(input: StageInput): Promise<PublishedWiki>
  list(): Promise<readonly PublishedWiki[]>
  /** Removes the record, then the files. False when there was none. */
  remove(key: CacheKey): Promise<boolean>
  /** Removes wikis past their age, then the least recently used until the size fits. Files are really gone after. */
  prune(limits: { readonly maxAgeMs: number; readonly maxBytes: number | undefined }): Promise<PruneReport>
  /** Removes folders that no record names and that are older than `graceMs` (a running publish is younger). */
  sweep(graceMs: number): Promise<number>
}
