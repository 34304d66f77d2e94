/** A paragraph or list as text; anything else is only named, because no prose has it. */
export type TextBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'refused'; readonly what: 'a heading' | 'a table' | 'a code block'; readonly start: string }

const listMark = /^\s{0,3}(?:[-*+•]|\d{1,3}[.)])\s+/

/** Splits an answer into blocks, by lines. */
export function splitBlocks(answer: string): readonly TextBlock[] {
  const blocks: TextBlock[] = []
  let open: string[] = []
  let fence: string | undefined
  const close = () => {
    if (open.length > 0) blocks.push(blockOf(open))
    open = []
  }
  for (const line of answer.split(/\r\n?|[\n\u2028\u2029]/)) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence !== undefined) {
      if (mark !== undefined && mark.startsWith(fence)) fence = undefined
      continue
    }
    const refused = refusedKind(line)
    if (mark !== undefined || refused !== undefined || line.trim() === '') close()
    if (mark !== undefined) fence = mark
    if (mark !== undefined || refused !== undefined) blocks.push({ kind: 'refused', what: refused ?? 'a code block', start: line.trim().slice(0, 60) })
    else if (line.trim() !== '') {
      if (listMark.test(line) !== listMark.test(open[0] ?? line) && !isContinuation(line, open)) close()
      open.push(line)
    }
  }
  close()
  return blocks
}

function refusedKind(line: string): 'a heading' | 'a table' | undefined {
  if (/^\s{0,3}(?:#{1,6}(?:\s|$)|={3,}\s*$|-{3,}\s*$|\*{3,}\s*$|<h\d)/i.test(line)) return 'a heading'
  return /^\s{0,3}\|/.test(line) ? 'a table' : undefined
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
