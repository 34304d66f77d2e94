import type { PageRun } from '../../documentation-generator.js'
import type { PlannedModule, WikiPlan } from '../../wiki-plan.js'
import { factsSheet, type FactsSheet } from './facts-sheet.js'
import { howToWrite, type HowToWrite } from './how-to-write.js'
import { divideSource, sourcePieces, writePieces, type DividedSource, type SourcePiece } from './source-pieces.js'
import { componentHead } from './facts-sheet.js'
import { said } from './one-line.js'
import type { Prompts } from './prompts.js'
import { toolLimits } from './converse.js'
import { nameOf } from './repository-facts.js'

/** What is told of a module: facts, and its source as far as one prompt holds it. */
export interface Material extends DividedSource {
  readonly how: HowToWrite
  readonly sheet: FactsSheet
}

/** `share`: of the source that a prompt usually holds, 0..1. Undefined when there is nothing to cite. */
export async function gatherMaterial(plan: WikiPlan, planned: PlannedModule, share: number, run: Pick<PageRun, 'readSources' | 'summaries'>): Promise<Material | undefined> {
  const how = howToWrite(plan, planned)
  const sheet = factsSheet(plan, planned, { summaries: run.summaries, all: how.inParts })
  if (sheet.cited.length === 0) return undefined
  const { whole, part, parts } = how.limits
  const limits = { whole: whole * share, part: part * Math.max(share, 0.2), parts: Math.ceil(parts / Math.max(share, 0.2)) }
  const pieces = await sourcePieces(sheet.cited, run)
  return { how, sheet, ...divideSource(pieces, limits) }
}

export function pagePrompt(plan: WikiPlan, planned: PlannedModule, { how, sheet, whole, left }: Material, notes: readonly string[], withTools: boolean, prompts: Prompts): string {
  const heading = (title: string, text: string) => (text === '' ? '' : `\n\n${title}:\n\n${text}`)
  const values = {
    words: `${how.words}`,
    facts: sheet.text,
    notes: heading('Notes by those who have read the source that does not stand below', notes.join('\n\n')) + heading('Known by signature only', idsOf(left)),
    source: heading('Source', writePieces(whole)),
  }
  const tools = withTools ? prompts.render('use-tools', { turns: `${toolLimits.turns}` }) : ''
  if (how.step === 'write-overview') return prompts.render(how.step, values) + tools
  return prompts.render(how.step, { ...values, title: nameOf(plan, planned.module) }) + tools
}

function idsOf(pieces: readonly SourcePiece[]): string {
  return [...new Set(pieces.map(({ id }) => `[${id}]`))].join(', ')
}

const wordsOfNotes = 500

/** What a sub-writer is asked about one part. */
export function partPrompt(plan: WikiPlan, planned: PlannedModule, { sheet }: Material, part: readonly SourcePiece[], prompts: Prompts): string {
  const ids = new Set(part.map(({ id }) => id))
  const heads = sheet.cited.filter(({ id }) => ids.has(id)).flatMap(({ id, component }) => [componentHead(id, component, ` in ${component.path}`), ...said('  comment', component.doc, 200)])
  return prompts.render('summarise', {
    title: nameOf(plan, planned.module),
    words: `${wordsOfNotes}`,
    facts: ['Definitions:', ...heads].join('\n'),
    source: `\n\nSource:\n\n${writePieces(part)}`,
  })
}
