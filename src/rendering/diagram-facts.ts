import type { ParsedDiagram } from './check-diagram.js'

/** What a drawing must show to be a drawing of the diagram. */
export interface DiagramFacts {
  /** Plain text of everything that carries a name: nodes, groups, arrows, participants, messages. */
  readonly labels: readonly string[]
  readonly boxes: number
  readonly arrows: number
}

interface FlowData {
  getVertices(): Map<string, { readonly id: string; readonly text?: string }>
  getEdges(): readonly { readonly text: string }[]
  getSubGraphs(): readonly { readonly title: string }[]
}

interface ClassData {
  getClasses(): Map<string, { readonly label: string; readonly members: readonly ClassMember[]; readonly methods: readonly ClassMember[] }>
  getRelations(): readonly { readonly title?: string }[]
}

interface ClassMember {
  readonly id: string
}

interface SequenceData {
  getActors(): Map<string, { readonly description: string }>
  getMessages(): readonly { readonly from?: string; readonly to?: string; readonly message: unknown; readonly type?: number }[]
}

/** Line kinds of Mermaid's sequence grammar that are arrows (its LINETYPE: from 41 on all are), as opposed to notes, loops and activations. */
const arrowKinds = new Set([0, 1, 3, 4, 5, 6, 24, 25, 33, 34])
const firstOfNewerArrows = 41

/** Undefined for kinds of diagram whose parsed form we do not know. */
export function diagramFacts({ type, db }: ParsedDiagram): DiagramFacts | undefined {
  if (type === 'flowchart-v2' && 'getVertices' in db) return flowFacts(db as FlowData)
  if ((type === 'classDiagram' || type === 'class') && 'getRelations' in db) return classFacts(db as ClassData)
  if (type === 'sequence' && 'getActors' in db) return sequenceFacts(db as SequenceData)
  return undefined
}

function flowFacts(db: FlowData): DiagramFacts {
  const vertices = [...db.getVertices().values()]
  const edges = db.getEdges()
  const labels = [
    ...vertices.map(({ id, text }) => text ?? id),
    ...edges.map(({ text }) => text),
    ...db.getSubGraphs().map(({ title }) => title),
  ]
  return { labels: labels.flatMap(labelLines), boxes: vertices.length, arrows: edges.length }
}

function classFacts(db: ClassData): DiagramFacts {
  const classes = [...db.getClasses().values()]
  const relations = db.getRelations()
  const members = classes.flatMap((one) => [...one.members, ...one.methods].map(({ id }) => id))
  const labels = [...classes.map(({ label }) => label), ...members, ...relations.map(({ title }) => title ?? '')]
  return { labels: labels.flatMap(labelLines), boxes: classes.length, arrows: relations.length }
}

function sequenceFacts(db: SequenceData): DiagramFacts {
  const actors = [...db.getActors().values()]
  const messages = db.getMessages()
  const texts = messages.map(({ message }) => (typeof message === 'string' ? message : ''))
  const arrows = messages.filter(({ type }) => type !== undefined && (arrowKinds.has(type) || type >= firstOfNewerArrows)).length
  return { labels: [...actors.map(({ description }) => description), ...texts].flatMap(labelLines), boxes: actors.length, arrows }
}

/** Lines of a label as a reader sees them: tags gone, entities decoded (Mermaid's parser hides `#lt;` as `ﬂ°lt¶ß`). */
function labelLines(label: string): string[] {
  return decodeHidden(label)
    .split(/<br\s*\/?>|\\n|\n/i)
    .map((line) => line.replaceAll(/<\/?(?:b|i|u|s|em|strong|small|sub|sup|code|span)\b[^<>]*>/gi, '').trim())
    .filter((line) => line !== '')
}

const hidden = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['amp', '&'],
  ['apos', "'"],
  ['nbsp', ' '],
])

function decodeHidden(text: string): string {
  return text.replaceAll(
    /ﬂ°(°?)(\w+)¶ß/g,
    (whole, number: string, name: string) => (number === '' ? hidden.get(name) : characterOf(Number(name))) ?? whole,
  )
}

const characterOf = (code: number): string | undefined =>
  Number.isInteger(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
