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

type Parsed = { readonly diagram: ParsedDiagram } | { readonly problem: string }
let turn: Promise<unknown> = Promise.resolve()

/** What the real Mermaid parser (the one that draws in browsers) makes of the text, or its message about what is wrong. One at a time: it has one state. */
export function parseDiagram(source: string): Promise<Parsed> {
  const parsed = turn.then(() => parse(source))
  turn = parsed.catch(() => undefined)
  return parsed
}

async function parse(source: string): Promise<Parsed> {
  mermaid ??= load()
  const { mermaidAPI } = await mermaid
  chooseSettings(mermaidAPI, source)
  try {
    return { diagram: await mermaidAPI.getDiagramFromText(source) }
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

/** Groups of settings that are read to tell these kinds from others and to parse them, beside single values. */
const settingsOfKind: ReadonlyMap<string, readonly string[]> = new Map([
  ['flowchart', ['flowchart']],
  ['classDiagram', ['class', 'flowchart']],
  ['sequenceDiagram', ['sequence', 'flowchart']],
])
let allSettings: Readonly<Record<string, unknown>> | undefined

/**
 * Mermaid copies all of its settings for every name that it reads, which took a third of a page's time: colours, and what other kinds of
 * diagram need, are taken out for the usual kinds.
 */
function chooseSettings({ updateSiteConfig, reset }: Mermaid['mermaidAPI'], source: string): void {
  // What comes back is the settings themselves, no copy.
  const settings = updateSiteConfig({}) as Record<string, unknown>
  allSettings ??= { ...settings }
  const needed = settingsOfKind.get(/^\w+/.exec(source)?.[0] ?? '')
  for (const [name, value] of Object.entries(allSettings)) {
    if (needed === undefined || typeof value !== 'object' || needed.includes(name)) settings[name] = value
    else delete settings[name]
  }
  reset()
}

/** The message of the real Mermaid parser; undefined when the diagram is valid. */
export async function checkDiagram(source: string): Promise<string | undefined> {
  const parsed = await parseDiagram(source)
  return 'problem' in parsed ? parsed.problem : undefined
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]?.trim() ?? ''
