import type { RenderedPage } from '../../rendering/rendered-page.js'

/** A link of a rendered page; headings have their own, whose attributes begin otherwise. Nothing in it is a link again. */
const link = /<a href="([^"]*)"([^>]*)>([^]*?)<\/a>/g

/**
 * Old pages link to what was never written: in published wikis of the original 13.5 % of relative links lead nowhere. Links to pages are
 * mended, links to the web stay, and the text of all others stays without the link.
 */
export function relinkImported(page: RenderedPage, slugs: ReadonlyMap<string, string>, anchors: ReadonlyMap<string, ReadonlySet<string>>): RenderedPage {
  const html = page.html.replaceAll(link, (whole, href: string, attributes: string, label: string) => {
    if (/^https?:\/\//i.test(href)) return whole
    const target = findPage(href, page.slug, slugs)
    if (target === undefined) return label
    const { slug, anchor } = target
    if (anchor === undefined) return `<a href="${slug}"${attributes}>${label}</a>`
    const isThere = anchors.get(slug)?.has(anchor) === true
    if (!isThere && slug === page.slug) return label
    return `<a href="${slug === page.slug ? '' : slug}${isThere ? `#${encodeURIComponent(anchor)}` : ''}"${attributes}>${label}</a>`
  })
  return { ...page, html }
}

/** `core_utils.md#api`, `./Core_Utils.md`, `#api`; undefined when it names no page. */
function findPage(href: string, here: string, slugs: ReadonlyMap<string, string>): { slug: string; anchor: string | undefined } | undefined {
  const [path = '', fragment] = decoded(href.replaceAll('&amp;', '&')).split('#')
  const name = path.replace(/^\.\//, '').replace(/\.md$/i, '').toLowerCase()
  const slug = name === '' ? here : (slugs.get(name) ?? [...slugs.values()].find((one) => one === name))
  return slug === undefined ? undefined : { slug, anchor: fragment === undefined || fragment === '' ? undefined : fragment }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
