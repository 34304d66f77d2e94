import type { Logger } from '../platform/logger.js'
import { sha256 } from '../platform/sha256.js'
import type { DrawnDiagram, PageRenderer, RenderInput, RenderResult } from './page-renderer.js'
import type { RenderCache } from './render-cache.js'

export interface RememberingRendererDeps {
  readonly renderer: PageRenderer
  readonly cache: RenderCache
  /** Differs whenever any page could be rendered otherwise than before. */
  readonly version: string
  readonly logger: Logger
}

/**
 * Renders no page twice: equal text gives an equal page with equal findings, whatever repository or commit it is of. Of a page that is new,
 * known diagrams are not checked and drawn anew. What breaks a rule is not remembered. A cache that fails costs no page.
 */
export function rememberingRenderer({ renderer, cache, version, logger }: RememberingRendererDeps): PageRenderer {
  const keyOf = (...what: readonly string[]) => sha256(JSON.stringify([version, ...what]))
  const pageKey = ({ slug, title, markdown }: RenderInput) => keyOf('page', slug, title, markdown)
  const diagramKey = ({ source, index }: Pick<DrawnDiagram, 'source' | 'index'>) => keyOf('diagram', String(index), source)

  const orNothing = async <T>(work: () => Promise<T[]>): Promise<T[]> => {
    try {
      return await work()
    } catch (error) {
      logger.warn({ err: error }, 'rendered pages could not be read or kept; they are rendered anew')
      return []
    }
  }
  const read = <T>(keys: readonly string[]) => orNothing(async () => [...(await cache.get(keys)).values()].map((json) => JSON.parse(json) as T))
  const keep = (values: ReadonlyMap<string, string>) => orNothing(async () => [await cache.put(values)])

  return {
    render: async (input, signal) => {
      const key = pageKey(input)
      const [known] = await read<RenderResult>([key])
      if (known !== undefined) return known
      const diagramKeys = diagramsOf(input.markdown).map(diagramKey)
      const { drawn, ...rest } = await renderer.render({ ...input, drawn: await read<DrawnDiagram>(diagramKeys) }, signal)
      const rendered: RenderResult = { ...rest, drawn: [] }
      const news = drawn.filter((one) => diagramKeys.includes(diagramKey(one))).map((one) => [diagramKey(one), JSON.stringify(one)] as const)
      const isSound = rendered.invalidDiagrams.length === 0
      await keep(new Map([...(isSound ? [[key, JSON.stringify(rendered)] as const] : []), ...news]))
      return rendered
    },
    highlight: (text, language, signal) => renderer.highlight(text, language, signal),
    close: () => renderer.close(),
  }
}

/** As our pages write them. One that is written otherwise is only not known. */
function diagramsOf(markdown: string): Pick<DrawnDiagram, 'source' | 'index'>[] {
  return [...markdown.matchAll(/^(`{3,})mermaid\n([^]*?\n)\1$/gm)].map(([, , source = ''], index) => ({ source, index }))
}
