import DOMPurify from 'dompurify'

type Mermaid = (typeof import('mermaid'))['default']
let mermaid: Promise<Mermaid> | undefined

/** mermaid's parser wants a DOM only to purify text; parsing never renders, so identity will do (mermaid-js/mermaid#6531). */
async function load(): Promise<Mermaid> {
  Object.assign(DOMPurify, { addHook: () => undefined, removeHook: () => undefined, sanitize: (text: unknown) => String(text) })
  return (await import('mermaid')).default
}

/** The message of the real Mermaid parser; undefined when the diagram is valid. */
export async function checkDiagram(source: string): Promise<string | undefined> {
  mermaid ??= load()
  try {
    await (await mermaid).parse(source)
    return undefined
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0]
  }
}
