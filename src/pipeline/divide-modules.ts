import * as z from 'zod'
import type { CodeMap } from '../analysis/code-map.js'
import { redivideCode, type Redivided, type Redivision } from '../analysis/modules/redivide.js'
import type { PageExplainer } from '../documentation/documentation-generator.js'
import { addUsage, noUsage, type ModelUsage } from '../documentation/text-model.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import type { JobRun } from '../jobs/job-run.js'
import { namesStep } from './name-modules.js'

const step = 'module-division'
/** Lines of the log about proposals that no tree can have. */
const mostRefusals = 5

/** What a model wanted, as a job remembers it; with the addresses of further pages that its modules had then. */
const keptSchema = z.object({
  merge: z.array(z.object({ ids: z.array(z.string()) })),
  split: z.array(z.object({ id: z.string(), groups: z.array(z.object({ title: z.string(), files: z.array(z.string()) })) })),
  pagesBeside: z.array(z.tuple([z.string(), z.array(z.string())])),
  judged: z.boolean(),
})
type Kept = z.infer<typeof keptSchema>

export interface Divided {
  /** The same object when nothing is divided otherwise. */
  readonly code: CodeMap
  /** A model has said how it would divide it. */
  readonly judged: boolean
}

/** The code map as an earlier attempt's answer divides it. */
export async function dividedBefore(code: CodeMap, run: Pick<JobRun, 'checkpoints'>): Promise<Divided> {
  const text = await run.checkpoints.get(step)
  if (text === undefined) return { code, judged: false }
  const kept = keptSchema.parse(JSON.parse(text))
  return { code: withModules(code, apply(code, kept)), judged: kept.judged }
}

/**
 * The code map with the modules that a model has merged and split, within the bounds of a tree. Asked once: a later attempt has the
 * answer from `dividedBefore`, and none asks when names are given, for pages may be written. A model that cannot be asked, or says nothing
 * of use, costs the division.
 */
export async function divideModules({ code, plan, judged }: Divided & { readonly plan: WikiPlan }, explainer: Pick<PageExplainer, 'divideModules'>, run: JobRun, onUsage: (usage: ModelUsage) => void = () => undefined): Promise<Divided> {
  for (const done of [step, namesStep]) if ((await run.checkpoints.get(done)) !== undefined) return { code, judged }
  const warnings: string[] = []
  let spent = noUsage
  try {
    const wanted = await explainer.divideModules(plan, {
      signal: run.signal,
      onUsage: (usage) => void (spent = addUsage(spent, usage)),
      onWarning: (message) => void warnings.push(message),
    })
    const kept = { ...toKept(wanted ?? { merge: [], split: [] }, plan), judged: wanted !== undefined }
    const redivided = apply(code, kept)
    await run.checkpoints.put(step, JSON.stringify(kept))
    warnings.push(...refusals(redivided))
    for (const told of redivided.done) await run.log('info', `By the model’s judgement: ${told}`)
    return { code: withModules(code, redivided), judged: kept.judged }
  } finally {
    for (const warning of run.signal.aborted ? [] : warnings) await run.log('warning', warning)
    onUsage(spent)
    if (spent.calls > 0 && !run.signal.aborted) await run.spend(spent)
  }
}

function toKept({ merge, split }: Redivision, plan: WikiPlan): Omit<Kept, 'judged'> {
  return {
    merge: merge.map(({ ids }) => ({ ids: [...ids] })),
    split: split.map(({ id, groups }) => ({ id, groups: groups.map(({ title, files }) => ({ title, files: [...files] })) })),
    pagesBeside: [...plan.references].map(([id, pages]) => [id, pages.map(({ slug }) => slug)]),
  }
}

function apply(code: CodeMap, kept: Kept): Redivided {
  const pages = new Map(kept.pagesBeside)
  return redivideCode(code, kept, (id) => pages.get(id) ?? [])
}

const withModules = (code: CodeMap, { done, modules }: Redivided): CodeMap => (done.length === 0 ? code : { ...code, modules })

function refusals({ refused }: Redivided): string[] {
  const told = refused.slice(0, mostRefusals).map((sentence) => `A proposal of the model is left out. ${sentence}`)
  return refused.length > mostRefusals ? [...told, `So are ${refused.length - mostRefusals} more.`] : told
}
