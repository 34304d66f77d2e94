import { gapWords } from '../../jobs/gap-words.js'
import { shortCommit, type PublishedWiki } from '../../cache/published-wiki.js'
import { wikiPath } from '../wiki-address.js'
import { age, plural, repositoryName } from './words.js'

interface WikisProps {
  /** Newest first. */
  readonly wikis: readonly PublishedWiki[]
  readonly now: Date
}

/** One row for each repository; its other commits are a click away. */
export function WikisPage({ wikis, now }: WikisProps) {
  const groups = byRepository(wikis)
  return (
    <main id="main" tabindex={-1}>
      <h1>Wikis</h1>
      {wikis.length === 0 && (
        <p>
          There is none yet. <a href="/">Submit a repository.</a>
        </p>
      )}
      {wikis.length > 0 && (
        <ul class="jobs">
          {groups.map((versions) => (
            <RepositoryRow key={versions[0]?.url} versions={versions} now={now} />
          ))}
        </ul>
      )}
    </main>
  )
}

function RepositoryRow({ versions, now }: { readonly versions: readonly PublishedWiki[]; readonly now: Date }) {
  const [newest, ...others] = versions
  if (newest === undefined) return null
  return (
    <li class="job">
      <a class="name" href={wikiPath(newest)}>
        {repositoryName(newest)}
      </a>
      {newest.title !== newest.name && <span class="soft">{newest.title}</span>}
      {newest.summary !== undefined && <span class="summary">{newest.summary}</span>}
      <VersionFacts wiki={newest} now={now} />
      {others.length > 0 && (
        <details class="others">
          <summary>{plural(others.length, 'other version')}</summary>
          <ul>
            {others.map((wiki) => (
              <li key={wiki.key}>
                <VersionFacts wiki={wiki} now={now} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}

function VersionFacts({ wiki, now }: { readonly wiki: PublishedWiki; readonly now: Date }) {
  return (
    <span class="facts">
      <a href={wikiPath(wiki, wiki.commit)} title={wiki.commit}>
        <code>{shortCommit(wiki.commit)}</code>
      </a>
      {wiki.refName !== undefined && <span>{wiki.refName}</span>}
      <span>committed {wiki.committedAt.slice(0, 10)}</span>
      <span>{plural(wiki.pages, 'page')}</span>
      {wiki.gaps.length > 0 && <span class="warn">{gapWords(wiki.gaps)}</span>}
      <time dateTime={wiki.createdAt.toISOString()} title={wiki.createdAt.toISOString()}>
        written {age(wiki.createdAt, now)}
      </time>
    </span>
  )
}

function byRepository(wikis: readonly PublishedWiki[]): readonly (readonly PublishedWiki[])[] {
  const groups = new Map<string, PublishedWiki[]>()
  for (const wiki of wikis) groups.set(wiki.url, [...(groups.get(wiki.url) ?? []), wiki])
  return [...groups.values()]
}
