import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import { shortCommit, type PublishedWiki } from '../cache/published-wiki.js'
import type { LibraryPage } from '../cache/wiki-library.js'
import type { WikiTreeNode } from '../documentation/wiki.js'
import { pageFile } from './site-names.js'

interface SiteProps {
  readonly record: PublishedWiki
  readonly title: string
  /** From this file to the folder of the site: empty, or `../`. */
  readonly root: '' | '../'
  readonly children: ComponentChildren
}

/** One file of the site: no script, nothing from elsewhere, every address relative. */
function toSiteDocument({ record, title, root, children }: SiteProps): string {
  const isOnTheWeb = /^https?:/.test(record.url)
  return `<!doctype html>\n${render(
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="CodeWiki" />
        <title>{title === record.title ? title : `${title} – ${record.title}`}</title>
        <link rel="stylesheet" href={`${root}assets/site.css`} />
      </head>
      <body class="wide">
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="top">
          <a class="brand" href={`${root}index.html`}>
            {record.title}
          </a>
          {isOnTheWeb && (
            <nav aria-label="Site">
              <a href={record.url} rel="noopener noreferrer">
                Repository
              </a>
            </nav>
          )}
        </header>
        {children}
      </body>
    </html>,
  )}\n`
}

export interface SitePageProps {
  readonly record: PublishedWiki
  readonly tree: WikiTreeNode
  readonly page: LibraryPage
  /** The page's body with its links made for the site. */
  readonly html: string
}

export function toPageDocument({ record, tree, page, html }: SitePageProps): string {
  return toSiteDocument({
    record,
    title: page.title,
    root: '',
    children: (
      <div class="wiki">
        <details class="drawer" open>
          <summary>Pages</summary>
          <nav class="tree" aria-label="Pages of the wiki">
            <ul>
              <SiteTree node={tree} current={page.slug} />
            </ul>
            <p class="version">
              Commit <code>{shortCommit(record.commit)}</code> of {record.committedAt.slice(0, 10)}
            </p>
          </nav>
        </details>
        <main id="main" class="page">
          <p class="crumbs">{page.breadcrumbs.flatMap((crumb, at) => [...(at === 0 ? [] : [' / ']), <Crumb key={crumb.slug} crumb={crumb} current={page.slug} />])}</p>
          <article class="prose" dangerouslySetInnerHTML={{ __html: html }} />
          <nav class="around" aria-label="Neighbouring pages">
            {page.previous !== undefined && <Neighbour rel="prev" label="Previous" page={page.previous} />}
            {page.next !== undefined && <Neighbour rel="next" label="Next" page={page.next} />}
          </nav>
        </main>
        <aside class="contents">{page.contents.length > 0 && <SiteContents page={page} />}</aside>
      </div>
    ),
  })
}

type PageName = Pick<LibraryPage, 'slug' | 'title'>

function SiteTree({ node, current }: { readonly node: WikiTreeNode; readonly current: string }) {
  return (
    <li>
      <a href={pageFile(node.slug)} aria-current={node.slug === current ? 'page' : undefined}>
        {node.title}
      </a>
      {node.children.length > 0 && <ul>{node.children.map((child) => <SiteTree key={child.slug} node={child} current={current} />)}</ul>}
    </li>
  )
}

const Crumb = ({ crumb, current }: { readonly crumb: PageName; readonly current: string }) =>
  crumb.slug === current ? <span>{crumb.title}</span> : <a href={pageFile(crumb.slug)}>{crumb.title}</a>

const Neighbour = ({ rel, label, page }: { readonly rel: 'prev' | 'next'; readonly label: string; readonly page: PageName }) => (
  <a rel={rel} href={pageFile(page.slug)}>
    <span>{label}</span> {page.title}
  </a>
)

const SiteContents = ({ page }: { readonly page: LibraryPage }) => (
  <nav aria-label="On this page">
    <p class="label">On this page</p>
    <ul>
      {page.contents.map(({ level, anchor, text }) => (
        <li key={anchor} class={`level-${level}`}>
          <a href={`#${encodeURIComponent(anchor)}`}>{text}</a>
        </li>
      ))}
    </ul>
    <p class="label">
      <a href={`${page.slug}.md`}>Markdown</a>
    </p>
  </nav>
)

export interface SiteSourceProps {
  readonly record: PublishedWiki
  readonly path: string
  /** Safe HTML of each line. */
  readonly lines: readonly string[]
}

export function toSourceDocument({ record, path, lines }: SiteSourceProps): string {
  return toSiteDocument({
    record,
    title: path,
    root: '../',
    children: (
      <main id="main" class="page">
        <h1 class="path">{path}</h1>
        <p class="facts">
          <span>{lines.length} lines</span>
          <span>
            at commit <code>{record.commit.slice(0, 10)}</code>
          </span>
        </p>
        <pre class="source" tabindex={0} dangerouslySetInnerHTML={{ __html: lines.map(sourceLine).join('') }} />
      </main>
    ),
  })
}

/** Its number is drawn by the style, so that copied text has none. */
function sourceLine(html: string, at: number): string {
  const number = at + 1
  return `<code id="L${number}" class="line"><a href="#L${number}" aria-label="Line ${number}" data-line="${number}"></a><span>${html === '' ? ' ' : html}</span></code>`
}
