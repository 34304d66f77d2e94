import type { PageContext } from '../pages/page-context.js'
import type { PlannedTopic, WikiPlan } from '../wiki-plan.js'
import { factsOfKind } from './facts-of-kind.js'
import type { CrossCuttingPage } from './cross-cutting-page.js'
import { accessComponents, accessKind, writeAccess } from './security/access-section.js'
import { securityChecks, updateFiles, writeChecks } from './security/checks-section.js'
import { cryptographyKinds, sensitiveKinds, validationKind } from './security/kinds.js'
import { writePolicy } from './security/policy-section.js'
import { secretSettings, writeSecretSettings } from './security/secret-settings-section.js'
import { usesOfKind, writeKinds, writeUses } from './security/uses-section.js'

/** What who reviews the security of the code looks for first, as facts: never whether it is safe. */
export const securityPage: CrossCuttingPage = {
  address: 'security',
  title: 'Security',
  sections(plan) {
    if (!tellsEnough(plan)) return undefined
    return [
      writeLead,
      writePolicy,
      writeAccess,
      (context) => writeKinds(context, 'Cryptography', cryptographyKinds),
      writeSecretSettings,
      (context) => writeKinds(context, 'Sensitive calls', sensitiveKinds),
      writeValidation,
      writeChecks,
    ]
  },
}

/** A lock file or a licence alone is told elsewhere. */
function tellsEnough(plan: WikiPlan): boolean {
  const uses = [...sensitiveKinds, ...cryptographyKinds, validationKind, accessKind].some((kind) => usesOfKind(plan, kind).length > 0)
  return uses || factsOfKind(plan.code, 'policy').length > 0 || secretSettings(plan).length > 0 || accessComponents(plan).length > 0 || securityChecks(plan).length + updateFiles(plan).length > 0
}

function writeLead({ page }: PageContext<PlannedTopic>): void {
  page.paragraph('What a review of security begins with, as the files show it. It is a list of places, not a judgement: nothing is said of whether a place is safe. Calls are found by what their names are bound to (imports, types, what a language has without an import); a call through a variable of unknown type is not among them. Tests, examples and tools beside the product are left out.')
}

function writeValidation(context: PageContext<PlannedTopic>): void {
  if (usesOfKind(context.plan, validationKind).length === 0) return
  context.page.heading(2, validationKind.heading)
  writeUses(context, validationKind)
}
