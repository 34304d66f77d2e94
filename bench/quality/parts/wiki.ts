import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import type { CodeMap } from '../../../src/analysis/code-map.js'
import { withoutNamespaces } from '../../../src/analysis/namespaces.js'
import { githubSlug } from '../../../src/documentation/github-slug.js'
import { checkDiagram } from '../../../src/rendering/check-diagram.js'
import type { Checkout } from '../checkout.js'
import type { Score } from '../compare.js'
import { figure, type Figure } from '../figures.js'
import { generate, readWiki, sameFiles, type WikiFolder } from '../wiki-folder.js'

/** What a reader finds in the exported folder: symbols, links, anchors, citations, diagrams; and whether a second run is the same. */
export async function wikiPart(repository: string, checkout: Checkout, code: CodeMap): Promise<Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'codewiki-quality-wiki-'))
  const folders = [join(root, 'first'), join(root, 'second')] as const
  for (const folder of folders) generate(repository, folder, `${folder}-data`)
  const wiki = readWiki(folders[0])
  const same = sameFiles(...folders)
  rmSync(root, { recursive: true, force: true })
  const at = { repository: checkout.name, language: 'wiki' }
  const all = { ...at, goal: 1 }
  return [
    figure({ ...at, metric: 'public symbols on a page', goal: 0.99 }, symbols(wiki, code, false)),
    figure({ ...at, metric: 'public members on a page', goal: 0.99 }, symbols(wiki, code, true)),
    figure({ ...all, metric: 'tree nodes with a page' }, scoreOf([...wiki.nodes.keys()], (slug) => wiki.pages.has(slug))),
    figure({ ...all, metric: 'links and anchors that lead somewhere' }, links(wiki)),
    figure({ ...all, metric: 'citations of lines that exist' }, citations(wiki, code)),
    figure({ ...all, metric: 'valid diagrams' }, await diagrams(wiki)),
    figure({ ...all, metric: 'files that a second run writes the same' }, same),
  ]
}

function scoreOf(all: readonly string[], isRight: (one: string) => boolean): Score {
  const misses = all.filter((one) => !isRight(one))
  return { hits: all.length - misses.length, all: all.length, misses }
}

/** On the page of the module that holds it, or on one that names this module's members: in a code span, a code block or a heading, as a whole word. */
function symbols(wiki: WikiFolder, whole: CodeMap, ofMembers: boolean): Score {
  const code = withoutNamespaces(whole)
  const pageOf = new Map([...wiki.nodes].flatMap(([slug, ids]) => ids.map((id) => [id, slug] as const)))
  const sources = new Set(code.files.flatMap(({ path, role }) => (role === 'source' ? [path] : [])))
  const wordsOf = (slug: string) => codeOf(wiki.pages.get(slug) ?? '').match(/[\p{L}\p{N}_$#~-]+/gu) ?? []
  const words = new Map([...wiki.pages.keys()].map((slug) => [slug, new Set([slug, ...(wiki.references.get(slug) ?? [])].flatMap(wordsOf))]))
  const wanted = code.components.filter(({ path, visibility, parent }) => sources.has(path) && visibility === 'public' && (parent !== undefined) === ofMembers)
  const parents = new Map(code.components.map(({ id, parent }) => [id, parent]))
  // The module tree lists what stands outside of everything else.
  const slugOf = (id: string): string => pageOf.get(id) ?? (parents.get(id) === undefined ? 'overview' : slugOf(parents.get(id) ?? ''))
  const isOn = (slug: string, name: string): boolean => {
    const parts = name.match(/[\p{L}\p{N}_$#~-]+/gu)
    // An operator has no word in it.
    return parts === null ? (wiki.pages.get(slug)?.includes(name) ?? false) : parts.every((word) => words.get(slug)?.has(word) === true)
  }
  const misses = wanted.filter(({ id, name }) => !isOn(slugOf(id), name))
  return { hits: wanted.length - misses.length, all: wanted.length, misses: misses.map(({ id }) => id) }
}

const codeOf = (text: string): string => [...text.matchAll(/```[\s\S]*?```|``[^\n]*?``|`[^`\n]*`|^#.*$/gm)].map(([one]) => one).join('\n')

const withoutCode = (text: string): string => text.replaceAll(/^( *)(`{3,})[^\n]*\n[\s\S]*?\n\1\2$/gm, '').replaceAll(/(`+)(?:(?!\1)[^\n])+?\1(?!`)/g, '')

/** Relative addresses: the page and its heading are there. What has a scheme leads out and is not followed. */
function links(wiki: WikiFolder): Score {
  const anchors = new Map([...wiki.pages].map(([slug, text]) => [slug, headings(text)]))
  const found = [...wiki.pages].flatMap(([slug, text]) => [...withoutCode(text).matchAll(/(?<!\\)\]\(<?([^()\s<>]+)>?\)/g)].map(([, address = '']) => ({ slug, address })))
  const relative = found.filter(({ address }) => !/^[a-z][a-z0-9+.-]*:/i.test(address))
  const misses = relative.filter(({ slug, address }) => {
    const [path = '', anchor] = address.split('#')
    const target = path === '' ? slug : posix.basename(decodeURIComponent(path), '.md')
    const known = anchors.get(target)
    return known === undefined || (anchor !== undefined && !known.has(decodeURIComponent(anchor)))
  })
  return { hits: relative.length - misses.length, all: relative.length, misses: misses.map(({ slug, address }) => `${slug}: ${address}`) }
}

/** As GitHub makes them, of what a heading says without its marks. */
function headings(text: string): Set<string> {
  const plain = text.replaceAll(/^( *)(`{3,})[^\n]*\n[\s\S]*?\n\1\2$/gm, '')
  const found = new Set<string>()
  for (const [, heading = ''] of plain.matchAll(/^#{1,6} (.*)$/gm)) {
    const slug = githubSlug(heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`\\]/g, ''))
    let unique = slug
    for (let count = 1; found.has(unique); count += 1) unique = `${slug}-${count}`
    found.add(unique)
  }
  return found
}

/** Both what pages say (`src/a.ts:1-9`) and what citations.json lists, with the blob of the commit. */
function citations(wiki: WikiFolder, code: CodeMap): Score {
  const files = new Map(code.files.map((file) => [file.path, file]))
  const written = [...wiki.pages].flatMap(([page, text]) =>
    [...text.matchAll(/`([^`\s:]+):(\d+)(?:-(\d+))?`/g)].flatMap(([, path = '', start = '', end = start]) => (path.includes('.') || path.includes('/') ? { page, path, startLine: Number(start), endLine: Number(end), blob: files.get(path)?.oid } : [])),
  )
  const all = [...wiki.citations, ...written]
  const misses = all.filter(({ path, startLine, endLine, blob }) => {
    const file = files.get(path)
    return file === undefined || blob !== file.oid || startLine < 1 || endLine < startLine || endLine > file.lines
  })
  return { hits: all.length - misses.length, all: all.length, misses: misses.map(({ page, path, startLine, endLine }) => `${page}: ${path}:${startLine}-${endLine}`) }
}

async function diagrams(wiki: WikiFolder): Promise<Score> {
  const misses: string[] = []
  let all = 0
  for (const [slug, text] of wiki.pages) {
    for (const [, source = ''] of text.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)) {
      all += 1
      const problem = await checkDiagram(source)
      if (problem !== undefined) misses.push(`${slug}: ${problem}`)
    }
  }
  return { hits: all - misses.length, all, misses }
}
