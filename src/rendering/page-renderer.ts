import type { RenderedPage } from './rendered-page.js'

export interface RenderInput {
  readonly slug: string
  readonly title: string
  readonly markdown: string
  /** Diagrams that need not be checked and drawn anew. */
  readonly drawn?: readonly DrawnDiagram[]
}

/** A valid diagram as it stands on a page: of the same source, at the same place and under the same name it looks the same. */
export interface DrawnDiagram {
  readonly source: string
  /** Of the diagram on its page. */
  readonly index: number
  readonly name: string
  readonly html: string
  /** False: it is left to the browser. */
  readonly isDrawn: boolean
}

/** A page with what the renderer found wrong. */
export interface RenderResult extends RenderedPage {
  /** Every relative link as written: `job-queue.md#claim`, `source/src/a.ts#L1-L9`. */
  readonly links: readonly string[]
  /** Messages of the real Mermaid parser, by index of the diagram on the page. */
  readonly invalidDiagrams: readonly { readonly index: number; readonly message: string }[]
  readonly diagrams: number
  /** Those that were checked and drawn for this page. */
  readonly drawn: readonly DrawnDiagram[]
}

/** Markdown to safe HTML with highlighted code and SVG diagrams, outside the calling process. */
export interface PageRenderer {
  render(input: RenderInput, signal: AbortSignal): Promise<RenderResult>
  /** One HTML string per line of the source, highlighted for light and dark. Plain but escaped when the language is unknown or the text is huge. */
  highlight(text: string, language: string | undefined, signal?: AbortSignal): Promise<readonly string[]>
  close(): Promise<void>
}
