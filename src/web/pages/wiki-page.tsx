import type { ComponentChildren } from 'preact'
import { shortCommit, type PublishedWiki } from '../../cache/published-wiki.js'
import type { LibraryPage, OpenWiki, SearchHit } from '../../cache/wiki-library.js'
import type { WikiTreeNode } from '../../documentation/wiki.js'
import { wikiApiPath } from '../wiki-address.js'

export interface WikiFrameProps {
  readonly wiki: OpenWiki
  /** `/wiki/host/owner/name@commit`. */
  readonly base: string
  readonly current: string | undefined
  readonly versions: readonly PublishedWiki[]
  readonly query?: string
  readonly children: ComponentChildren
  readonly aside?: ComponentChildren
}

/** Tree at the left, the page in the middle, contents at the right. */
export function WikiFrame({ wiki, base, current, query = '', children, aside }: WikiFrameProps) {
  const { record } = wiki
  return (
    <div class="wiki">
      <details class="drawer" data-drawer>
        <summary>Pages</summary>
        <nav class="tree" aria-label="Pages of the wiki">
          <form class="search" action={`${base}/search`} role="search" data-search={`${wikiApiPath(record, record.commit)}/search`} data-base={base}>
            <input type="search" name="q" value={query} placeholder="Search  /" aria-label="Search the wiki" autocomplete="off" />
            <div class="results" data-results hidden />
          </form>
          <ul>
            <TreeNode node={wiki.tree()} base={base} current={current} />
          </ul>
          <p class="version">
            Commit <code>{shortCommit(record.commit)}</code> of {record.committedAt.slice(0, 10)} · <a href={`${base}/source/`}>Source</a>
          </p>
        </nav>
      </details>
      <main id="main" class="page">
        {children}
      </main>
      <aside class="contents">{aside}</aside>
    </div>
  )
}

function TreeNode({ node, base, current }: { readonly node: WikiTreeNode; readonly base: string; readonly current: string | undefined }) {
  return (
    <li>
      <a href={`${base}/${node.slug}`} aria-current={node.slug === current ? 'page' : undefined}>
        {node.title}
      </a>
      {node.children.length > 0 && (
        <ul>
          {node.children.map((child) => (
            <TreeNode key={child.slug} node={child} base={base} current={current} />
          ))}
        </ul>
      )}
    </li>
  )
}

export function PageBody({ page, base }: { readonly page: LibraryPage; readonly base: string }) {
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumbs">
        {page.breadcrumbs.map((crumb, at) => (
          <span key={crumb.slug}>
            {at > 0 && ' / '}
            {crumb.slug === page.slug ? crumb.title : <a href={`${base}/${crumb.slug}`}>{crumb.title}</a>}
          </span>
        ))}
      </nav>
      {/* Made by our renderer at publish: html is off, links are checked, nothing in it can run. */}
      <article class="prose" dangerouslySetInnerHTML={{ __html: page.html }} />
      <nav class="around" aria-label="Neighbouring pages">
        {page.previous !== undefined && (
          <a rel="prev" href={`${base}/${page.previous.slug}`}>
            <span>Previous</span> {page.previous.title}
          </a>
        )}
        {page.next !== undefined && (
          <a rel="next" href={`${base}/${page.next.slug}`}>
            <span>Next</span> {page.next.title}
          </a>
        )}
      </nav>
    </>
  )
}

export function PageContents({ page, base }: { readonly page: LibraryPage; readonly base: string }) {
  if (page.contents.length === 0) return null
  return (
    <nav aria-label="On this page">
      <p class="label">On this page</p>
      <ul data-contents>
        {page.contents.filter((entry) => entry.level === 2 || page.contents.length < 40).map((entry) => (
          <li key={entry.anchor} class={`level-${entry.level}`}>
            <a href={`#${entry.anchor}`}>{entry.text}</a>
          </li>
        ))}
      </ul>
      <p class="label">
        <a href={`${base}/${page.slug}.md`}>Markdown</a>
      </p>
    </nav>
  )
}

export function SearchBody({ query, hits, base }: { readonly query: string; readonly hits: readonly SearchHit[]; readonly base: string }) {
  return (
    <>
      <h1>Search</h1>
      <p role="status">{query === '' ? 'Type a word, a name or the beginning of one.' : `${hits.length === 0 ? 'Nothing' : hits.length} found for “${query}”`}</p>
      <ol class="hits">
        {hits.map((hit) => (
          <li key={`${hit.slug}#${hit.anchor}`}>
            <a href={`${base}/${hit.slug}${hit.anchor === '' ? '' : `#${hit.anchor}`}`}>
              {hit.title}
              {hit.heading === '' ? '' : ` › ${hit.heading}`}
            </a>
            <p>
              <Snippet text={hit.snippet} />
            </p>
          </li>
        ))}
      </ol>
    </>
  )
}

function Snippet({ text }: { readonly text: string }) {
  return <>{text.split('\u0002').map((part, at) => (at === 0 ? part : [<mark key={at}>{part.split('\u0003')[0]}</mark>, part.split('\u0003')[1]]))}</>
}
