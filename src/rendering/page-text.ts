import type Token from 'markdown-it/lib/token.mjs'

interface Section {
  readonly anchor: string
  readonly heading: string
  readonly text: string
}

/** What a reader sees of an inline token, without marks. */
export function plainText(token: Token | undefined): string {
  return (token?.children ?? [])
    .map((child) => (child.type === 'text' || child.type === 'code_inline' ? child.content : child.type.endsWith('break') ? ' ' : ''))
    .join('')
}

/** Text per heading of the contents, for search. Code is searched too, diagrams are not. The first section is the page's lead. */
export function pageSections(tokens: readonly Token[], anchors: ReadonlySet<string>): Section[] {
  const sections: { anchor: string; heading: string; lines: string[] }[] = [{ anchor: '', heading: '', lines: [] }]
  tokens.forEach((token, at) => {
    const lines = sections.at(-1)?.lines ?? []
    const opensHeading = tokens[at - 1]?.type === 'heading_open'
    if (opensHeading) {
      const anchor = String(tokens[at - 1]?.attrGet('id') ?? '')
      if (anchors.has(anchor)) sections.push({ anchor, heading: plainText(token), lines: [] })
      else lines.push(plainText(token))
    } else if (token.type === 'inline') lines.push(plainText(token))
    else if (token.type === 'code_block' || (token.type === 'fence' && token.info.trim() !== 'mermaid')) lines.push(token.content)
  })
  return sections.map(({ anchor, heading, lines }) => ({ anchor, heading, text: lines.join('\n').trim() }))
}
