import type { OpenWiki } from '../cache/wiki-library.js'
import { walkTree } from '../documentation/wiki.js'
import { toPageDocument, toSourceDocument } from './site-document.js'
import { relink } from './site-links.js'
import { pageFile, SourceNames } from './site-names.js'

export interface SiteDeps {
  /** One safe HTML string per line. */
  readonly highlight: (text: string, language: string | undefined) => Promise<readonly string[]>
  /** The reader's styles. */
  readonly stylesheet: string
}

export interface SiteFile {
  /** Below the folder of the site, parts joined by `/`. */
  readonly name: string
  readonly content: string
}

/** Without scripts the tree stays open; where there is no room beside the page it comes after it. */
const withoutScripts = '\n@media (max-width:63.99rem){.drawer{order:1;border:0;border-top:1px solid var(--line)}}\n'

/**
 * The wiki as a folder of plain files: reads from the disk (`file://`) and below any base path, needs no script and nothing from elsewhere.
 * Pages first, then the source files that they cite where no forge shows them.
 */
export async function* siteFiles(wiki: OpenWiki, { highlight, stylesheet }: SiteDeps): AsyncGenerator<SiteFile> {
  const { record } = wiki
  const tree = wiki.tree()
  const names = new SourceNames()
  const cited = new Set<string>()
  const anchors = new Map([...walkTree(tree)].map(({ node }) => [node.slug, new Set(wiki.page(node.slug)?.anchors)]))
  const hasAnchor = (slug: string, anchor: string) => anchors.get(slug)?.has(anchor) === true
  // GitHub would otherwise run the folder through Jekyll and leave out what starts with an underscore.
  yield { name: '.nojekyll', content: '' }
  yield { name: 'assets/site.css', content: stylesheet + withoutScripts }
  for (const { node } of walkTree(tree)) {
    const page = wiki.page(node.slug)
    if (page === undefined) continue
    const { html, sources } = relink(page.html, { record, names, hasSource: (path) => wiki.source(path) !== undefined, hasAnchor })
    for (const path of sources) cited.add(path)
    yield { name: pageFile(page.slug), content: toPageDocument({ record, tree, page, html }) }
  }
  for (const path of cited) {
    const source = wiki.source(path)
    if (source === undefined) continue
    const lines = await highlight(source.text.replace(/\r?\n$/, ''), source.language)
    yield { name: `source/${names.nameOf(path)}`, content: toSourceDocument({ record, path, lines }) }
  }
}
