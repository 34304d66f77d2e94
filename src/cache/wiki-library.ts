import type { Readable } from 'node:stream'
import type { Verification, WikiPage, WikiTreeNode } from '../documentation/wiki.js'
import type { RenderedPage } from '../rendering/rendered-page.js'
import type { PublishedWiki } from './published-wiki.js'
import type { UpgradeProgress } from './wiki-upgrades.js'

export interface WikiAddress {
  readonly host: string
  readonly owner: string
  readonly name: string
  /** Full id or an unambiguous prefix of at least 7 digits; undefined = the newest published one. */
  readonly commit?: string | undefined
}

export interface LibraryPage extends RenderedPage {
  /** When an explanation took the place of the page that was published; undefined: as it was published. */
  readonly upgradedAt?: Date | undefined
  readonly kind: WikiPage['kind']
  readonly origin: 'analysis' | 'model'
  readonly verification?: Verification
  readonly markdown: string
  readonly previous: { readonly slug: string; readonly title: string } | undefined
  readonly next: { readonly slug: string; readonly title: string } | undefined
  /** From the root to the page itself. */
  readonly breadcrumbs: readonly { readonly slug: string; readonly title: string }[]
}

export interface SearchHit {
  readonly slug: string
  readonly title: string
  readonly anchor: string
  readonly heading: string
  /** Plain text; matches are between \u0002 and \u0003. */
  readonly snippet: string
}

export interface LibrarySource {
  readonly path: string
  readonly oid: string
  readonly language: string | undefined
  readonly text: string
}

/** Reads published wikis. Everything is looked up in an index; no part of a URL is ever joined to a folder. */
export interface WikiLibrary {
  open(address: WikiAddress): Promise<OpenWiki | undefined>
  openByKey(key: string): Promise<OpenWiki | undefined>
  /** Newest first. */
  list(): Promise<readonly PublishedWiki[]>
  /** Every wiki of one repository, newest first. */
  versions(repository: Pick<WikiAddress, 'host' | 'owner' | 'name'>): Promise<readonly PublishedWiki[]>
  close(): Promise<void>
}

export interface OpenWiki {
  readonly record: PublishedWiki
  tree(): WikiTreeNode
  /** As it was published. */
  page(slug: string): LibraryPage | undefined
  /** The page that took the place of one that is gone since modules were merged or split. Undefined: none, or it is there. */
  movedTo(slug: string): string | undefined
  /** How far its pages are upgraded; undefined: nobody upgrades this wiki. */
  upgrade(): Promise<UpgradeProgress | undefined>
  /** As it is now: explained, as soon as it is. */
  currentPage(slug: string): Promise<LibraryPage | undefined>
  /** A file of the wiki folder by its exact published name (`overview.md`, `module_tree.json`). */
  file(name: string): string | undefined
  /** The same as bytes that come as they are taken: a code map can be longer than a string. */
  fileStream(name: string): Readable | undefined
  fileNames(): readonly string[]
  /** In the pages as they are now. */
  search(query: string, limit: number): Promise<readonly SearchHit[]>
  source(path: string): LibrarySource | undefined
  /** Direct children of a folder of the repository, folders first; undefined when there is no such folder. */
  folder(path: string): readonly { readonly name: string; readonly path: string; readonly isFolder: boolean }[] | undefined
}
