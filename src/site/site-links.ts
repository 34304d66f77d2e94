import { forgeSourceUrl } from '../documentation/forge-links.js'
import { parseSourceHref } from '../documentation/markdown/links.js'
import type { PublishedWiki } from '../cache/published-wiki.js'
import { pageFile, type SourceNames } from './site-names.js'

export interface SiteLinks {
  readonly record: Pick<PublishedWiki, 'url' | 'host' | 'commit'>
  readonly names: SourceNames
  /** Whether the wiki keeps this file. */
  readonly hasSource: (path: string) => boolean
  /** Whether the page has this heading; one that stands in for a missing page has none of its headings. */
  readonly hasAnchor: (slug: string, anchor: string) => boolean
}

export interface RelinkedPage {
  readonly html: string
  /** Source files that need a page of their own. */
  readonly sources: readonly string[]
}

/** In rendered pages a double quote in text is an entity, so this finds attributes only. */
const href = /\shref="([^"]*)"/g

/**
 * The links of a rendered page for a folder of files: pages by file name, citations on the forge at the commit, or in a page of the source
 * file where no forge is known. Without scripts a browser only finds the first line of a range.
 */
export function relink(html: string, { record, names, hasSource, hasAnchor }: SiteLinks): RelinkedPage {
  const sources = new Set<string>()
  const relinked = html.replaceAll(href, (whole, escaped: string) => {
    const page = /^([a-z0-9-]+)(#.*)?$/.exec(escaped)
    if (page !== null) {
      const [slug, fragment] = [page[1] ?? '', page[2] ?? '']
      return ` href="${pageFile(slug)}${hasAnchor(slug, decodeAnchor(fragment.slice(1))) ? fragment : ''}"`
    }
    const target = escaped.startsWith('source/') ? parseSourceHref(escaped.replaceAll('&amp;', '&')) : undefined
    if (target === undefined) return whole
    const onForge = forgeSourceUrl(record, target.path, target.range)
    if (onForge !== undefined) return ` href="${escapeAttribute(onForge)}" rel="noopener noreferrer"`
    if (!hasSource(target.path)) return ''
    sources.add(target.path)
    const line = target.range === undefined ? '' : `#L${target.range.startLine}`
    return ` href="source/${encodeURIComponent(names.nameOf(target.path))}${line}"`
  })
  return { html: relinked, sources: [...sources] }
}

function decodeAnchor(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

const escapeAttribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
