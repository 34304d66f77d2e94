import { shortCommit } from '../../cache/published-wiki.js'
import type { OpenWiki } from '../../cache/wiki-library.js'
import { forgeSourceUrl } from '../../documentation/forge-links.js'
import { wikiPath } from '../wiki-address.js'

const encode = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

interface SourceProps {
  readonly wiki: OpenWiki
  readonly base: string
  readonly path: string
  readonly lines: readonly string[]
}

/** Lines with numbers and anchors `#L12`; scripts add ranges. */
export function SourceBody({ wiki, base, path, lines }: SourceProps) {
  const forge = forgeSourceUrl(wiki.record, path)
  return (
    <>
      <PathCrumbs base={base} path={path} />
      <p class="facts">
        <span>{lines.length} lines</span>
        <span>
          at commit <code>{shortCommit(wiki.record.commit)}</code>
        </span>
        <a href={`${wikiPath(wiki.record, wiki.record.commit)}/source/${encode(path)}`}>Permalink</a>
        <a href={`${base}/raw/${encode(path)}`}>Download</a>
        {forge !== undefined && (
          <a href={forge} rel="noopener noreferrer">
            Open on {wiki.record.host}
          </a>
        )}
      </p>
      <pre class="source" tabindex={0} data-source>
        {lines.map((line, at) => (
          <code key={at} id={`L${at + 1}`} class="line">
            <a href={`#L${at + 1}`} aria-label={`Line ${at + 1}`} data-line={at + 1} />
            {/* Escaped and highlighted by our renderer. */}
            <span dangerouslySetInnerHTML={{ __html: line === '' ? ' ' : line }} />
          </code>
        ))}
      </pre>
    </>
  )
}

export function FolderBody({
  base,
  path,
  entries,
}: {
  readonly base: string
  readonly path: string
  readonly entries: readonly { readonly name: string; readonly path: string; readonly isFolder: boolean }[]
}) {
  return (
    <>
      <PathCrumbs base={base} path={path} />
      <ul class="folder">
        {entries.map((entry) => (
          <li key={entry.path}>
            <a href={`${base}/source/${encode(entry.path)}${entry.isFolder ? '/' : ''}`}>
              {entry.name}
              {entry.isFolder ? '/' : ''}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

function PathCrumbs({ base, path }: { readonly base: string; readonly path: string }) {
  const parts = path.split('/').filter((part) => part !== '')
  return (
    <h1 class="path">
      <a href={`${base}/source/`}>source</a>
      {parts.map((part, at) => {
        const upTo = parts.slice(0, at + 1).join('/')
        return <span key={upTo}> / {at === parts.length - 1 ? part : <a href={`${base}/source/${encode(upTo)}/`}>{part}</a>}</span>
      })}
    </h1>
  )
}
