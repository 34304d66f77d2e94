import DOMPurify from 'dompurify'

type Mermaid = (typeof import('mermaid'))['default']
export type ParsedDiagram = Awaited<ReturnType<Mermaid['mermaidAPI']['getDiagramFromText']>>

let mermaid: Promise<Mermaid> | undefined

/** mermaid's parser wants a DOM only to purify text; parsing never renders, so identity will do (mermaid-js/mermaid#6531). */
async function load(): Promise<Mermaid> {
  Object.assign(DOMPurify, { addHook: () => undefined, removeHook: () => undefined, sanitize: (text: unknown) => String(text) })
  const { default: loaded } = await import('mermaid')
  await loaded.parse('info') // Its list of diagram kinds is empty until the first call.
  return loaded
}

/** What the real Mermaid parser (the one that draws in browsers) makes of the text, or its message about what is wrong. */
export async function parseDiagram(source: string): Promise<{ readonly diagram: ParsedDiagram } | { readonly problem: string }> {
  mermaid ??= load()
  const { mermaidAPI } = await mermaid
  try {
    return { diagram: await mermaidAPI.getDiagramFromText(source) }
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

/** The message of the real Mermaid parser; undefined when the diagram is valid. */
export async function checkDiagram(source: string): Promise<string | undefined> {
  const parsed = await parseDiagram(source)
  return 'problem' in parsed ? parsed.problem : undefined
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]?.trim() ?? ''
