/** A block of an answer as text; what prose does not have is only named. */
export type TextBlock =
  | { readonly kind: 'paragraph' | 'heading' | 'diagram'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'refused'; readonly what: 'a heading of another level' | 'a table' | 'a code block'; readonly start: string }

const listMark = /^\s{0,3}(?:[-*+•]|\d{1,3}[.)])\s+/

/** An open fence: its marks, and the lines of it when it is a diagram. */
interface Fence {
  readonly marks: string
  readonly diagram: string[] | undefined
}

/** Splits an answer into blocks, by lines. */
export function splitBlocks(answer: string): readonly TextBlock[] {
  const blocks: TextBlock[] = []
  let open: string[] = []
  let fence: Fence | undefined
  const close = () => {
    if (open.length > 0) blocks.push(blockOf(open))
    open = []
  }
  const closeFence = () => {
    if (fence?.diagram !== undefined) blocks.push({ kind: 'diagram', text: fence.diagram.join('\n') })
    fence = undefined
  }
  for (const line of answer.split(/\r\n?|[\n\u2028\u2029]/)) {
    const mark = /^\s{0,3}(`{3,}|~{3,})\s*(\w*)/.exec(line)
    if (fence !== undefined) {
      if (mark?.[1]?.startsWith(fence.marks) === true) closeFence()
      else fence.diagram?.push(line)
      continue
    }
    const own = ownLine(line)
    if (mark !== null || own !== undefined || line.trim() === '') close()
    if (mark?.[1] !== undefined) {
      fence = { marks: mark[1], diagram: mark[2] === 'diagram' ? [] : undefined }
      if (fence.diagram === undefined) blocks.push(refused('a code block', line))
    } else if (own !== undefined) blocks.push(own)
    else if (line.trim() !== '') {
      if (listMark.test(line) !== listMark.test(open[0] ?? line) && !isContinuation(line, open)) close()
      open.push(line)
    }
  }
  close()
  closeFence()
  return blocks
}

/** A line that is a block by itself. */
function ownLine(line: string): TextBlock | undefined {
  const heading = /^\s{0,3}###\s+(\S.*?)\s*#*\s*$/.exec(line)?.[1]
  if (heading !== undefined) return { kind: 'heading', text: heading }
  if (/^\s{0,3}(?:#{1,6}(?:\s|$)|={3,}\s*$|-{3,}\s*$|\*{3,}\s*$|<h\d)/i.test(line)) return refused('a heading of another level', line)
  return /^\s{0,3}\|/.test(line) ? refused('a table', line) : undefined
}

function refused(what: Extract<TextBlock, { kind: 'refused' }>['what'], line: string): TextBlock {
  return { kind: 'refused', what, start: line.trim().slice(0, 60) }
}

/** An indented line goes on with the list item above it. */
function isContinuation(line: string, open: readonly string[]): boolean {
  return listMark.test(open[0] ?? '') && /^\s{2,}\S/.test(line)
}

function blockOf(lines: readonly string[]): TextBlock {
  if (!listMark.test(lines[0] ?? '')) return { kind: 'paragraph', text: lines.map((line) => line.replace(/^\s*>+\s?/, '').trim()).join(' ') }
  const items: string[] = []
  for (const line of lines) {
    if (listMark.test(line)) items.push(line.replace(listMark, '').trim())
    else items.push(`${items.pop() ?? ''} ${line.trim()}`)
  }
  return { kind: 'list', items }
}
