import type { ComponentChildren } from 'preact'
import type { PublishedWiki } from '../../cache/published-wiki.js'
import type { OpenWiki } from '../../cache/wiki-library.js'
import { wikiApiPath } from '../wiki-address.js'
import type { Explanations } from '../explanations.js'
import { PageTree } from './page-tree.js'
import { NewerVersion, Versions } from './versions.js'
import { repositoryLink, repositoryName } from './words.js'

export interface WikiFrameProps {
  readonly wiki: OpenWiki
  /** `/wiki/host/owner/name@commit`. */
  readonly base: string
  readonly current: string | undefined
  /** All wikis of the repository, newest first. */
  readonly versions: readonly PublishedWiki[]
  readonly query?: string
  readonly explanations: Explanations
  readonly children: ComponentChildren
  readonly aside?: ComponentChildren
}

/** Tree at the left, the page in the middle, contents at the right. On a phone a button shows the tree; without scripts it stands above the page. */
export function WikiFrame({ wiki, base, current, versions, query = '', explanations, children, aside }: WikiFrameProps) {
  const { record } = wiki
  const { openJob } = explanations
  const other = { record, versions, page: current ?? 'overview' }
  return (
    <div class="wiki">
      <div class="drawer">
        <button type="button" class="plain small js-only" data-drawer-switch aria-expanded="false" aria-controls="pages">
          Pages
        </button>
        <nav class="tree" id="pages" aria-label="Pages of the wiki">
          <SearchForm wiki={wiki} base={base} query={query} />
          <PageTree tree={wiki.tree()} base={base} current={current} explanationOf={explanations.of} />
          <Versions {...other} />
          <p class="version">
            <a href={`${base}/source/`}>Source</a> · <Origin record={record} />
          </p>
        </nav>
      </div>
      <main id="main" class="page" tabindex={-1} data-live={openJob === undefined ? undefined : 'page'} data-job={openJob?.id}>
        <NewerVersion {...other} />
        {children}
      </main>
      {aside !== undefined && <aside class="contents">{aside}</aside>}
    </div>
  )
}

function SearchForm({ wiki: { record }, base, query }: { readonly wiki: OpenWiki; readonly base: string; readonly query: string }) {
  return (
    <form
      class="search"
      action={`${base}/search`}
      role="search"
      data-search={`${wikiApiPath(record, record.commit)}/search`}
      data-base={base}
    >
      <input type="search" name="q" value={query} placeholder="Search  /" aria-label="Search the wiki" autocomplete="off" />
      <div class="results" data-results hidden />
    </form>
  )
}

function Origin({ record }: { readonly record: PublishedWiki }) {
  const link = repositoryLink(record)
  if (link === undefined) return <span>{repositoryName(record)}</span>
  return (
    <a href={link} rel="noopener noreferrer">
      {repositoryName(record)}
    </a>
  )
}
