import type { PageExplainer } from '../documentation/documentation-generator.js'
import { readModuleNames, writeModuleNames } from '../documentation/module-names.js'
import { renameModules } from '../documentation/plan/rename-modules.js'
import { addUsage, noUsage, type ModelUsage } from '../documentation/text-model.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import type { JobRun } from '../jobs/job-run.js'
import type { FormerExplained } from './former-explained.js'

/** Its checkpoint: once names are given, pages may be written. */
export const namesStep = 'module-names'

/** The plan as a model calls its modules. Asked once: a later attempt keeps the names, for its pages may be written. */
export async function nameModules(plan: WikiPlan, explainer: Pick<PageExplainer, 'nameModules'>, former: FormerExplained, run: JobRun, onUsage: (usage: ModelUsage) => void = () => undefined): Promise<WikiPlan> {
  const kept = await run.checkpoints.get(namesStep)
  if (kept !== undefined) return renameModules(plan, [...readModuleNames(kept).values()])
  const warnings: string[] = []
  let spent = noUsage
  try {
    const names = await explainer.nameModules(plan, {
      signal: run.signal,
      former: former.names,
      onUsage: (usage) => void (spent = addUsage(spent, usage)),
      onWarning: (message) => void warnings.push(message),
    })
    await run.checkpoints.put(namesStep, JSON.stringify({ module_names: writeModuleNames(names) }))
    return renameModules(plan, names)
  } finally {
    for (const warning of run.signal.aborted ? [] : warnings) await run.log('warning', warning)
    onUsage(spent)
    if (spent.calls > 0 && !run.signal.aborted) await run.spend(spent)
  }
}
