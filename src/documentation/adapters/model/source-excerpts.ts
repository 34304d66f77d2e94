import type { PageRun } from '../../documentation-generator.js'
import { fencedCode } from '../../markdown/escape.js'
import type { CitedComponent } from './cited-components.js'

/** About four characters are a token. */
const maxCharacters = 40_000
const maxPerComponent = 8_000

/** The source of the most telling components, until the budget is spent; a long one is cut and says so. */
export async function sourceExcerpts(cited: readonly CitedComponent[], run: Pick<PageRun, 'readSources'>): Promise<string> {
  const own = cited.filter(({ slug, isMember }) => slug === undefined && !isMember)
  const sources = await run.readSources([...new Set(own.map(({ component }) => component.path))])
  const excerpts: string[] = []
  let left = maxCharacters
  for (const { id, component } of own) {
    const lines = sources.get(component.path)?.split(/\r?\n/).slice(component.startLine - 1, component.endLine)
    const text = cut(lines?.join('\n') ?? '')
    if (text === '' || text.length > left) continue
    left -= text.length
    excerpts.push(`[${id}]\n${fencedCode('', text)}`)
  }
  return excerpts.join('\n\n')
}

function cut(text: string): string {
  if (text.length <= maxPerComponent) return text
  const end = text.lastIndexOf('\n', maxPerComponent)
  return `${text.slice(0, end > 0 ? end : maxPerComponent)}\n(cut here)`
}
