import { shortCommit, type PublishedWiki } from '../../cache/published-wiki.js'
import { anchorOfPage, wordsOfComponent, wordsOfFiles, wordsOfPages, wordsOfReasons } from '../../documentation/compare/comparison-words.js'
import type { ComponentChange, Hunk, PageChange } from '../../documentation/compare/wiki-comparison.js'
import type { PublishedComparison } from '../../pipeline/compare-published.js'
import { comparisonPath, wikiPath } from '../wiki-address.js'

interface ComparisonProps {
  readonly comparison: PublishedComparison
  /** Slug of the one page that is shown in full; undefined: all of them. */
  readonly only: string | undefined
}

/** Of one page beside the others; alone it is shown whole. */
const mostLines = 400
const mostComponents = 30
/** Lines of all pages together: a page of megabytes serves nobody. */
const mostLinesOfAll = 6_000

const changeWords: Readonly<Record<PageChange['change'], string>> = { added: 'New', removed: 'Gone', renamed: 'Renamed', changed: 'Changed' }

/** What changed between two wikis: figures, a list of the pages, then each with why, what and its lines. */
export function ComparisonBody({ comparison, only }: ComparisonProps) {
  const { from, to, figures } = comparison
  const pages = only === undefined ? comparison.pages : comparison.pages.filter(({ slug, was }) => slug === only || was?.slug === only)
  const files = wordsOfFiles(comparison)
  return (
    <div class="comparison">
      <h1>What changed</h1>
      <p>
        From <Version wiki={from} /> to <Version wiki={to} />. <a href={comparisonPath(to, to.commit, from.commit)}>The other way round</a>
      </p>
      <p role="status">
        {wordsOfPages(comparison)}.{files !== undefined && ` ${files}.`}
      </p>
      {only !== undefined && (
        <p>
          Only one page is shown. <a href={comparisonPath(to, from.commit, to.commit)}>All pages that changed</a>
        </p>
      )}
      {only === undefined && pages.length > 1 && <List pages={pages} />}
      {only === undefined && figures.length > 0 && <Figures figures={figures} />}
      {placed(pages, only !== undefined).map(({ page, room }) => (
        <Page key={page.slug} page={page} comparison={comparison} room={room} isOpen={only !== undefined || pages.length === 1} />
      ))}
    </div>
  )
}

/** How many lines each may show. */
function placed(pages: readonly PageChange[], isAlone: boolean): { readonly page: PageChange; readonly room: number }[] {
  let left = isAlone ? Infinity : mostLinesOfAll
  return pages.map((page) => {
    const room = Math.min(left, isAlone ? Infinity : mostLines)
    left -= Math.min(room, linesOf(page))
    return { page, room }
  })
}

const linesOf = ({ hunks }: PageChange): number => hunks.reduce((sum, { lines }) => sum + lines.length, 0)

function Version({ wiki }: { readonly wiki: PublishedWiki }) {
  return (
    <>
      <a href={`${wikiPath(wiki, wiki.commit)}/overview`}>
        <code>{shortCommit(wiki.commit)}</code>
      </a>{' '}
      of <time dateTime={wiki.committedAt}>{wiki.committedAt.slice(0, 10)}</time>
      {wiki.refName !== undefined && ` (${wiki.refName})`}
    </>
  )
}

function List({ pages }: { readonly pages: readonly PageChange[] }) {
  return (
    <nav aria-label="Pages that changed">
      <ul class="changed-pages">
        {pages.map((page) => (
          <li key={page.slug}>
            <a href={`#${anchorOfPage(page)}`}>{page.title}</a>
            {twice(pages, page) && <code class="soft"> {page.slug}</code>}
            {page.change !== 'changed' && <Badge change={page.change} />}
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Whether another page has the same title: a module may be called as the whole is. */
const twice = (pages: readonly PageChange[], { title }: PageChange): boolean => pages.filter((page) => page.title === title).length > 1

const Badge = ({ change }: Pick<PageChange, 'change'>) => <span class={`change-badge ${change}`}>{changeWords[change]}</span>

function Figures({ figures }: Pick<PublishedComparison, 'figures'>) {
  return (
    <div class="table" role="region" aria-label="Figures that changed" tabindex={0}>
      <table>
        <thead>
          <tr>
            <th>Figure</th>
            <th>Before</th>
            <th>After</th>
            <th>Difference</th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ name, before, after }) => (
            <tr key={name}>
              <th scope="row">{name.charAt(0).toUpperCase() + name.slice(1)}</th>
              <td>{number.format(before)}</td>
              <td>{number.format(after)}</td>
              <td>{`${after > before ? '+' : '−'}${number.format(Math.abs(after - before))}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const number = new Intl.NumberFormat('en')

interface PageProps {
  readonly page: PageChange
  readonly comparison: PublishedComparison
  /** Lines that may be shown. */
  readonly room: number
  readonly isOpen: boolean
}

function Page({ page, comparison: { from, to }, room, isOpen }: PageProps) {
  const shownIn = page.change === 'removed' ? from : to
  const reasons = wordsOfReasons(page)
  const anchor = anchorOfPage(page)
  return (
    <section aria-labelledby={anchor}>
      <h2 id={anchor}>
        <a href={`${wikiPath(shownIn, shownIn.commit)}/${page.slug}`}>{page.title}</a> <Badge change={page.change} /> <code class="soft">{page.slug}</code>
      </h2>
      {page.was !== undefined && (
        <p>
          It was <a href={`${wikiPath(from, from.commit)}/${page.was.slug}`}>{page.was.title}</a>
          {page.was.slug !== page.slug && (
            <>
              {' '}
              at <code>{page.was.slug}</code>
            </>
          )}
          .
        </p>
      )}
      {reasons !== '' && <p class="facts">Why: {reasons}.</p>}
      {page.sections.length > 0 && (
        <p>
          Sections:{' '}
          {page.sections.map(({ heading, anchor: place, change }, at) => (
            <>
              {at > 0 && ', '}
              {heading === '' || change === 'removed' ? heading || 'the beginning' : <a href={`${wikiPath(to, to.commit)}/${page.slug}#${place}`}>{heading}</a>}
              {change !== 'changed' && ` (${change})`}
            </>
          ))}
        </p>
      )}
      {page.components.length > 0 && <Components components={page.components} />}
      {page.hunks.length > 0 && <Lines page={page} room={room} isOpen={isOpen} rest={`${comparisonPath(to, from.commit, to.commit)}?page=${page.slug}`} />}
    </section>
  )
}

function Components({ components }: { readonly components: readonly ComponentChange[] }) {
  const left = components.length - mostComponents
  return (
    <ul class="components">
      {components.slice(0, mostComponents).map((one) => (
        <li key={`${one.id} ${one.change}`}>
          <code>{one.name}</code>: {wordsOfComponent(one)}
          {one.change === 'signature' && (
            <>
              <br />
              <del>
                <code>{one.before}</code>
              </del>
              <br />
              <ins>
                <code>{one.after}</code>
              </ins>
            </>
          )}
        </li>
      ))}
      {left > 0 && <li>{`${left} more definition${left === 1 ? '' : 's'}`}</li>}
    </ul>
  )
}

interface LinesProps {
  readonly page: PageChange
  readonly room: number
  readonly isOpen: boolean
  /** Where all lines are. */
  readonly rest: string
}

function Lines({ page, room, isOpen, rest }: LinesProps) {
  const all = linesOf(page)
  const count = (mark: string) => page.hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.mark === mark).length, 0)
  return (
    <details open={isOpen}>
      <summary>
        Lines: {count('+')} new, {count('-')} gone
      </summary>
      {room > 0 && (
        <pre class="code diff" role="region" tabindex={0} aria-label={`Lines of ${page.title} that changed`}>
          {upTo(page.hunks, room).map((hunk) => (
            <>
              <span class="at">{`Line ${hunk.toLine}\n`}</span>
              {hunk.lines.map(({ mark, text }) => line(mark, text))}
            </>
          ))}
        </pre>
      )}
      {all > room && (
        <p>
          <a href={rest}>{`All ${all} lines`}</a>
        </p>
      )}
    </details>
  )
}

function line(mark: Hunk['lines'][number]['mark'], text: string) {
  if (mark === '+') return <ins>{`+ ${text}\n`}</ins>
  return mark === '-' ? <del>{`- ${text}\n`}</del> : `  ${text}\n`
}

function upTo(hunks: readonly Hunk[], room: number): Hunk[] {
  let left = room
  return hunks.flatMap((hunk) => {
    const lines = hunk.lines.slice(0, Math.max(0, left))
    left -= lines.length
    return lines.length === 0 ? [] : [{ ...hunk, lines }]
  })
}
