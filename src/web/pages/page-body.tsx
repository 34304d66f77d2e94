import type { ComponentChildren } from 'preact'
import type { LibraryPage } from '../../cache/wiki-library.js'
import { sha256 } from '../../platform/sha256.js'

interface PageProps {
  readonly page: LibraryPage
  readonly base: string
}

interface BodyProps extends PageProps {
  /** Who wrote it. */
  readonly note?: ComponentChildren
}

export function PageBody({ page, base, note }: BodyProps) {
  return (
    <>
      <div class="page-top">
        <Breadcrumbs page={page} base={base} />
        <p class="page-tools">
          <button type="button" class="plain small js-only" data-copy-page={`${base}/${page.slug}.md`}>
            Copy page as Markdown
          </button>
          <a href={`${base}/${page.slug}.md`}>Markdown</a>
        </p>
      </div>
      {note}
      <InlineContents page={page} />
      {/* Made by our renderer at publish: html is off, links are checked, nothing in it can run. */}
      <article class="prose" data-version={versionOf(page)} dangerouslySetInnerHTML={{ __html: page.html }} />
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

/** Who has the page open takes another one over, and leaves the same one alone. */
const versionOf = ({ html }: LibraryPage): string => sha256(html, 12)

function Breadcrumbs({ page, base }: PageProps) {
  if (page.breadcrumbs.length < 2) return null
  return (
    <nav class="crumbs" aria-label="Breadcrumbs">
      {page.breadcrumbs.map((crumb, at) => (
        <span key={crumb.slug}>
          {at > 0 && ' / '}
          {crumb.slug === page.slug ? crumb.title : <a href={`${base}/${crumb.slug}`}>{crumb.title}</a>}
        </span>
      ))}
    </nav>
  )
}

/** Where there is no room beside the page. */
function InlineContents({ page }: { readonly page: LibraryPage }) {
  if (page.contents.length < 2) return null
  return (
    <details class="inline-contents">
      <summary>On this page</summary>
      <nav aria-label="On this page">
        <ContentsList page={page} />
      </nav>
    </details>
  )
}

export function PageContents({ page }: { readonly page: LibraryPage }) {
  if (page.contents.length === 0) return null
  return (
    <nav aria-label="On this page" data-contents>
      <p class="label">On this page</p>
      <ContentsList page={page} />
    </nav>
  )
}

/** Headings of the second level only, where all would be too many to look over. */
const mostEntries = 40

function ContentsList({ page }: { readonly page: LibraryPage }) {
  return (
    <ul>
      {page.contents
        .filter((entry) => entry.level === 2 || page.contents.length < mostEntries)
        .map((entry) => (
          <li key={entry.anchor} class={`level-${entry.level}`}>
            <a href={`#${entry.anchor}`}>{entry.text}</a>
          </li>
        ))}
    </ul>
  )
}
