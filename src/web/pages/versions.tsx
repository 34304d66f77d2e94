import { shortCommit, unknownCommit, type PublishedWiki } from '../../cache/published-wiki.js'
import { comparisonPath, wikiPath } from '../wiki-address.js'

export interface VersionsProps {
  readonly record: PublishedWiki
  /** All wikis of the repository, newest first. */
  readonly versions: readonly PublishedWiki[]
  /** The page to stay on: `overview`. */
  readonly page: string
}

const day = (wiki: PublishedWiki): string => wiki.committedAt.slice(0, 10)
const short = (wiki: PublishedWiki): string => shortCommit(wiki.commit)

/** Commit, day and ref of this wiki, and the others that there are. */
export function Versions({ record, versions, page }: VersionsProps) {
  const others = versions.filter((one) => one.commit !== record.commit)
  return (
    <div class="version">
      <p>
        Commit{' '}
        <a href={`${wikiPath(record, record.commit)}/${page}`} title={`Permanent address of this page at ${record.commit}`}>
          <code>{short(record)}</code>
        </a>{' '}
        of <time dateTime={record.committedAt}>{day(record)}</time>
        {record.refName !== undefined && `, ${record.refName}`}
      </p>
      {others.length > 0 && (
        <details class="versions">
          <summary>Other versions ({others.length})</summary>
          <ul>
            {others.map((one) => (
              <li key={one.key}>
                <a href={`${wikiPath(one, one.commit)}/${page}`}>
                  <code>{short(one)}</code> {day(one)}
                  {one.refName !== undefined && `, ${one.refName}`}
                </a>
                {one.commit !== unknownCommit && record.commit !== unknownCommit && (
                  <a class="changes" href={changesPath(record, one)}>
                    What changed<span class="unseen"> between this version and {short(one)}</span>
                  </a>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

/** From the earlier to the later one. */
function changesPath(a: PublishedWiki, b: PublishedWiki): string {
  const [from, to] = a.committedAt <= b.committedAt ? [a, b] : [b, a]
  return comparisonPath(to, from.commit, to.commit)
}

/** Says so when a later commit has been documented. */
export function NewerVersion({ record, versions, page }: VersionsProps) {
  const newest = versions.reduce((best, one) => (one.committedAt > best.committedAt ? one : best), record)
  if (newest.committedAt <= record.committedAt) return null
  return (
    <p class="box warn newer">
      This page describes commit <code>{short(record)}</code> of {day(record)}. There is a newer one:{' '}
      <a href={`${wikiPath(newest, newest.commit)}/${page}`}>
        <code>{short(newest)}</code> of {day(newest)}
      </a>
    </p>
  )
}
