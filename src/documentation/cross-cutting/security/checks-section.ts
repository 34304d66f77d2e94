import { inlineCode } from '../../markdown/escape.js'
import { citeFact, type PageContext } from '../../pages/page-context.js'
import { compareText, listOf, shorten } from '../../prose.js'
import type { PlannedTopic, WikiPlan } from '../../wiki-plan.js'
import { factsOfKind } from '../facts-of-kind.js'
import { isProductPath } from '../is-aside.js'
import { citeLine } from '../outside-places.js'

const maxRows = 20

/** What looks for weaknesses when it runs, by how a pipeline names it. */
const checkers: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['CodeQL', /github\/codeql-action\/(?:init|analyze|autobuild)/],
  ['Dependency review', /actions\/dependency-review-action/],
  ['OpenSSF Scorecard', /ossf\/scorecard-action/],
  ['Trivy', /\btrivy\b/],
  ['Snyk', /\bsnyk\b/i],
  ['Semgrep', /\bsemgrep\b/],
  ['OSV-Scanner', /\bosv-scanner\b/],
  ['Gitleaks', /\bgitleaks\b/],
  ['TruffleHog', /\btrufflehog\b/i],
  ['zizmor', /\bzizmor\b/],
  ['Sonar', /\bsonar(?:cloud|qube|-scanner)\b/i],
  ['npm audit', /\b(?:npm|pnpm|yarn(?: npm)?) audit\b/],
  ['pip-audit', /\bpip-audit\b/],
  ['Safety', /\bsafety (?:check|scan)\b/],
  ['Bandit', /\bbandit\b/],
  ['govulncheck', /\bgovulncheck\b/],
  ['gosec', /\bgosec\b/],
  ['cargo audit', /\bcargo[ -]audit\b|rustsec\/audit-check/],
  ['cargo deny', /\bcargo[ -]deny\b/],
  ['Bundler Audit', /\bbundle(?:r)?[ -]audit\b/],
  ['Brakeman', /\bbrakeman\b/],
  ['Composer audit', /\bcomposer audit\b/],
  ['OWASP Dependency-Check', /dependency-check/i],
  ['NuGet audit', /--vulnerable\b/],
  ['Sanitizers', /-fsanitize=|\bSANITIZER=|\bASAN\b|\bUBSAN\b/],
  ['Valgrind', /\bvalgrind\b/],
  ['OSS-Fuzz', /oss-fuzz|cifuzz/],
  ['Coverity', /\bcoverity\b/i],
]

interface Check {
  readonly name: string
  readonly text: string
  readonly job: string
  readonly path: string
  readonly line: number
}

/** Of each pipeline and tool the first place. */
export function securityChecks({ code }: WikiPlan): readonly Check[] {
  const found = factsOfKind(code, 'pipeline').flatMap(({ path, facts }) =>
    facts.jobs.flatMap((job) =>
      [...job.uses, ...job.commands].flatMap(({ text, line }) => checkers.flatMap(([name, pattern]) => (pattern.test(text) ? [{ name, text, job: job.id, path, line }] : []))),
    ),
  )
  const first = new Map<string, Check>()
  for (const one of found) if (!first.has(`${one.name} ${one.path}`)) first.set(`${one.name} ${one.path}`, one)
  return [...first.values()].sort((a, b) => compareText(a.name, b.name) || compareText(a.path, b.path))
}

/** Files that have dependencies kept up to date, and those that fix their versions. */
const updaters = /(?:^|\/)(?:dependabot\.ya?ml|renovate\.json5?|\.renovaterc(?:\.json)?)$/
const locks = /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|Cargo\.lock|go\.sum|poetry\.lock|uv\.lock|Pipfile\.lock|composer\.lock|Gemfile\.lock|packages\.lock\.json|gradle\.lockfile|Package\.resolved|deno\.lock)$/

export function updateFiles({ code }: WikiPlan): readonly string[] {
  return code.files.flatMap(({ path, role }) => (updaters.test(path) && role !== 'test' && role !== 'example' ? [path] : []))
}

/** What is checked when the pipelines run, and how versions are kept. */
export function writeChecks(context: PageContext<PlannedTopic>): void {
  const { plan, page } = context
  const checks = securityChecks(plan)
  const updates = updateFiles(plan)
  const locked = plan.code.files.flatMap(({ path, role }) => (locks.test(path.split('/').at(-1) ?? '') && role !== 'test' && role !== 'example' && isProductPath(path) ? [path] : []))
  const { licence } = plan.code.project
  if (checks.length + updates.length + locked.length === 0) return
  page.heading(2, 'Checks and supply')
  page.table(
    ['Check', 'Runs as', 'Job', 'Source'],
    checks.slice(0, maxRows).map(({ name, text, job, path, line }) => [name, inlineCode(shorten(text.replace(/@[0-9a-f]{40}\b/, ''), 80)), inlineCode(job), citeLine(context, path, line)]),
  )
  page.list(
    [
      updates.length === 0 ? '' : `Updates of dependencies are asked for by ${listOf(updates.slice(0, 3).map((path) => page.linkFile(path)), updates.length)}.`,
      locked.length === 0 ? '' : locked.every((path) => path.endsWith('go.sum')) ? `Checksums of dependencies are in ${listOf(locked.slice(0, 4).map((path) => page.linkFile(path)), locked.length)}.` : `Versions of dependencies are fixed in ${listOf(locked.slice(0, 4).map((path) => page.linkFile(path)), locked.length)}.`,
      licence === undefined ? '' : `The licence is ${inlineCode(shorten(licence.value, 60))} (${citeFact(context, licence)}).`,
    ].filter((line) => line !== ''),
  )
}
