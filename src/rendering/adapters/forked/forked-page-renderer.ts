import { AppError } from '../../../platform/app-error.js'
import { ChildPool } from '../../../platform/child-pool.js'
import type { PageRenderer, RenderInput, RenderResult } from '../../page-renderer.js'

export type RenderRequest = { readonly page: RenderInput } | { readonly text: string; readonly language: string | undefined }
export type RenderReply = { readonly page: RenderResult } | { readonly lines: readonly string[] }

/** A child that starts on a busy machine loads its libraries first: half a minute was seen to cost a page there. */
const timeoutMs = 120_000
/** A child's start takes as long as about a hundred pages. */
const startsAfter = 100
/** Readers of source views come in bursts. */
const idleMs = 60_000

/** A few forked children; one that hangs or crashes costs one page. */
export class ForkedPageRenderer implements PageRenderer {
  readonly #pool: ChildPool<RenderRequest, RenderReply>

  constructor(settings: { readonly entry: URL; readonly processes: number }) {
    this.#pool = new ChildPool({ entry: settings.entry, size: settings.processes, timeoutMs, heapMb: 512, idleMs, startsAfter, name: 'render' })
  }

  async render(input: RenderInput, signal: AbortSignal): Promise<RenderResult> {
    const { slug, title, markdown, drawn } = input
    const reply = await this.#pool.run({ page: { slug, title, markdown, ...(drawn === undefined ? {} : { drawn }) } }, { signal })
    if ('page' in reply) return reply.page
    throw new AppError('rendering/confused', 'internal', 'The render process gave another answer than asked for.')
  }

  async highlight(text: string, language: string | undefined, signal?: AbortSignal): Promise<readonly string[]> {
    const reply = await this.#pool.run({ text, language }, { signal })
    return 'lines' in reply ? reply.lines : []
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }
}
