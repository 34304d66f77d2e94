import type { SearchHit } from '../../cache/wiki-library.js'

interface SearchProps {
  readonly query: string
  readonly hits: readonly SearchHit[]
  readonly base: string
}

export function SearchBody({ query, hits, base }: SearchProps) {
  return (
    <>
      <h1>Search</h1>
      <form class="search-page" action={`${base}/search`} role="search" aria-label="Search again">
        <div class="field">
          <input type="search" name="q" value={query} aria-label="Words to look for" autocomplete="off" />
          <button type="submit">Search</button>
        </div>
      </form>
      <p role="status">
        {query === ''
          ? 'Type a word, a name or the beginning of one.'
          : `${hits.length === 0 ? 'Nothing' : hits.length} found for “${query}”`}
      </p>
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
  return (
    <>
      {text
        .split('\u0002')
        .map((part, at) => (at === 0 ? part : [<mark key={at}>{part.split('\u0003')[0]}</mark>, part.split('\u0003')[1]]))}
    </>
  )
}

/** A page, file or folder that this wiki does not have, inside its frame: the tree and the search are at hand. */
export function NothingHere({
  detail,
  advice,
  words,
  base,
}: {
  readonly detail: string
  readonly advice: string | undefined
  readonly words: string
  readonly base: string
}) {
  return (
    <>
      <h1>Not found</h1>
      <div class="box">
        <p>
          <strong>{detail}</strong> {advice}
        </p>
      </div>
      <p>
        <a href={`${base}/overview`}>Overview</a> · <a href={`${base}/search?q=${encodeURIComponent(words)}`}>Search for “{words}”</a>
      </p>
    </>
  )
}
