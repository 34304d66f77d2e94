import DOMPurify from 'dompurify'

/** The real parser of mermaid in Node: it wants a sanitiser with a DOM, which parsing never uses. Resolves when the diagram is valid. */
export async function parseMermaid(source: string): Promise<void> {
  Object.assign(DOMPurify, { addHook: () => undefined, removeHook: () => undefined, sanitize: (text: string) => String(text) })
  const { default: mermaid } = await import('mermaid')
  await mermaid.parse(source)
}

/** The ```mermaid blocks of a page. */
export function diagramsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^```mermaid\n([^]*?)\n```$/gm)].map((match) => match[1] ?? '')
}
