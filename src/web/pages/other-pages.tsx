import { shortCommit, type PublishedWiki } from '../../cache/published-wiki.js'
import type { Problem } from '../http-errors.js'
import { wikiPath } from '../wiki-address.js'
import { age, subjectName } from './words.js'

export function WikisPage({ wikis, now }: { readonly wikis: readonly PublishedWiki[]; readonly now: Date }) {
  return (
    <main id="main">
      <h1>Wikis</h1>
      {wikis.length === 0 && (
        <p>
          There is none yet. <a href="/">Submit a repository.</a>
        </p>
      )}
      <ul class="jobs">
        {wikis.map((wiki) => (
          <li key={wiki.key} class="job completed">
            <a class="name" href={wikiPath(wiki, wiki.commit)}>
              {subjectName({ ...wiki, revision: { kind: 'default' } })}
            </a>
            <span class="facts">
              <code>{shortCommit(wiki.commit)}</code>
              <span>{wiki.pages} pages</span>
              <time dateTime={wiki.createdAt.toISOString()}>{age(wiki.createdAt, now)}</time>
              {wiki.summary !== undefined && <span>{wiki.summary}</span>}
            </span>
          </li>
        ))}
      </ul>
    </main>
  )
}

export function ErrorPage({ problem }: { readonly problem: Problem }) {
  return (
    <main id="main">
      <h1>{problem.title}</h1>
      <p>{problem.detail}</p>
      {problem.advice !== undefined && <p>{problem.advice}</p>}
      <p>
        <a href="/">Back to the start</a>
      </p>
    </main>
  )
}
