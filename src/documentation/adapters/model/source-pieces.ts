import type { PageRun } from '../../documentation-generator.js'
import { fencedCode } from '../../markdown/escape.js'
import { compareText } from '../../prose.js'
import type { CitedComponent } from './cited-components.js'

/** The source of a component, or a stretch of one that is too long to be given at once. */
export interface SourcePiece {
  readonly id: string
  readonly path: string
  readonly startLine: number
  readonly text: string
  readonly isContinued: boolean
}

/** A component longer than this is given in stretches. */
const maxPiece = 16_000

/** The source of the page's own components, in their order. Nothing is left out. */
export async function sourcePieces(cited: readonly CitedComponent[], run: Pick<PageRun, 'readSources'>): Promise<readonly SourcePiece[]> {
  const own = cited.filter(({ slug, isMember }) => slug === undefined && !isMember)
  const sources = await run.readSources([...new Set(own.map(({ component }) => component.path))])
  return own.flatMap(({ id, component: { path, startLine, endLine } }) => {
    const lines = sources.get(path)?.split(/\r?\n/).slice(startLine - 1, endLine) ?? []
    return stretchesOf(lines).map((stretch, at): SourcePiece => ({ id, path, startLine: startLine + stretch.from, text: stretch.text, isContinued: at > 0 }))
  })
}

/** By whole lines; one that is longer than a piece may be is cut there, for it is data rather than code. */
function stretchesOf(lines: readonly string[]): { readonly from: number; readonly text: string }[] {
  const stretches: { from: number; text: string }[] = []
  for (const [at, whole] of lines.entries()) {
    const line = whole.length > maxPiece ? `${whole.slice(0, maxPiece)} (the rest of this line is left out)` : whole
    const last = stretches.at(-1)
    if (last === undefined || last.text.length + line.length >= maxPiece) stretches.push({ from: at, text: line })
    else last.text += `\n${line}`
  }
  return stretches.filter(({ text }) => text.trim() !== '')
}

export interface DividedSource {
  /** Given to the writer word for word. */
  readonly whole: readonly SourcePiece[]
  /** Read by others, who hand notes on to the writer. */
  readonly parts: readonly (readonly SourcePiece[])[]
  /** In no part, because there would be too many. */
  readonly left: readonly SourcePiece[]
}

export interface SourceLimits {
  readonly whole: number
  readonly part: number
  readonly parts: number
}

/** The most telling pieces whole until the budget is spent; the others in parts of bounded size, by file and line. */
export function divideSource(pieces: readonly SourcePiece[], limits: SourceLimits): DividedSource {
  const whole: SourcePiece[] = []
  const rest: SourcePiece[] = []
  let [spent, inParts] = [0, 0]
  for (const piece of pieces) {
    const fits = spent + piece.text.length <= limits.whole
    if (fits) spent += piece.text.length
    ;(fits ? whole : rest).push(piece)
  }
  const kept = rest.filter((piece) => {
    const fits = inParts + piece.text.length <= limits.part * limits.parts
    if (fits) inParts += piece.text.length
    return fits
  })
  const inOrder = [...kept].sort((a, b) => compareText(a.path, b.path) || a.startLine - b.startLine)
  const told = new Set(kept)
  return { whole, parts: chunk(inOrder, limits.part), left: rest.filter((piece) => !told.has(piece)) }
}

function chunk(pieces: readonly SourcePiece[], size: number): SourcePiece[][] {
  const chunks: SourcePiece[][] = []
  let length = Infinity
  for (const piece of pieces) {
    if (length + piece.text.length > size) {
      chunks.push([])
      length = 0
    }
    chunks.at(-1)?.push(piece)
    length += piece.text.length
  }
  return chunks
}

export function writePieces(pieces: readonly SourcePiece[]): string {
  return pieces.map(({ id, text, isContinued }) => `[${id}]${isContinued ? ' (continued)' : ''}\n${fencedCode('', text)}`).join('\n\n')
}
