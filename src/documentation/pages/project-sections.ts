import type { ProjectCommand, ProjectDependency, Sourced } from '../../analysis/code-map.js'
import { inlineCode } from '../markdown/escape.js'
import { isSource } from '../plan/code-index.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { distinctFiles, externalUses } from '../plan/external-uses.js'
import { compareText, count, listOf, shorten } from '../prose.js'
import { pipelineTests } from '../plan/pipeline-tests.js'
import { citeFact, type PageContext } from './page-context.js'

const maxPerPurpose = 4
const maxOthers = 3
const maxDependencies = 16

const purposes: readonly (readonly [ProjectCommand['purpose'], string])[] = [
  ['install', 'Install'],
  ['build', 'Build'],
  ['run', 'Run'],
  ['test', 'Test'],
  ['lint', 'Check'],
  ['other', 'Other'],
]

/** Commands as the manifests have them, word for word; how it is tested as the pipelines do it, where no manifest says. */
export function writeCommands(context: PageContext): void {
  const { plan, page } = context
  const { commands: named } = plan.code.project
  const commands = named.some(({ value }) => value.purpose === 'test') ? named : [...named, ...pipelineTests(plan.code)]
  const byPurpose = purposes.map(([purpose, label]) =>
    commands
      .filter((one) => one.value.purpose === purpose)
      .map((command, at) => ({ label, command, isTold: at < (purpose === 'other' ? maxOthers : maxPerPurpose) })),
  )
  const ordered = byPurpose.flat()
  if (ordered.length === 0) return
  page.heading(2, sectionHeadings.run)
  page.table(
    ['For', 'Command', 'Runs', 'Source'],
    ordered
      .filter(({ isTold }) => isTold)
      .map(({ label, command }) => [
        label,
        inlineCode(command.value.command),
        command.value.runs === undefined ? '' : inlineCode(shorten(command.value.runs, 110)),
        citeFact(context, command),
      ]),
  )
  const rest = ordered.filter(({ isTold }) => !isTold)
  if (rest.length > 0)
    page.paragraph(
      `Also: ${listOf(
        rest.slice(0, 8).map(({ command }) => inlineCode(command.value.command)),
        rest.length,
      )}.`,
    )
}

/** Declared runtime dependencies with who imports them; development ones in a line. */
export function writeDependencies(context: PageContext): void {
  const { plan, page } = context
  const { dependencies } = plan.code.project
  if (dependencies.length === 0) return
  const sources = new Set(plan.code.files.map((file) => file.path).filter((path) => isSource(plan.index, path)))
  const uses = new Map(externalUses(plan.code, sources).map((use) => [use.dependency.value.name, distinctFiles(use.imports)]))
  const imported = (name: string) => uses.get(name) ?? 0
  const others = new Set(plan.code.files.map((file) => file.path).filter((path) => !sources.has(path)))
  const onlyAside = new Set(externalUses(plan.code, others).map((use) => use.dependency.value.name).filter((name) => imported(name) === 0))
  const declared = dependencies.filter((one) => one.value.scope === 'runtime')
  const runtime = declared
    .filter((one) => !onlyAside.has(one.value.name))
    .sort((a, b) => imported(b.value.name) - imported(a.value.name) || compareText(a.value.name, b.value.name))
  page.heading(2, sectionHeadings.dependencies)
  page.table(
    ['Library', 'Version', 'Imported by', 'Source'],
    runtime
      .slice(0, maxDependencies)
      .map((one) => [
        inlineCode(one.value.name),
        one.value.version === undefined ? '' : inlineCode(shorten(one.value.version, 40)),
        imported(one.value.name) === 0 ? '' : count(imported(one.value.name), 'file'),
        citeFact(context, one),
      ]),
  )
  if (runtime.length > maxDependencies)
    page.paragraph(`${count(runtime.length - maxDependencies, 'more runtime dependency')} ${runtime.length - maxDependencies === 1 ? 'is' : 'are'} declared in the same files.`)
  writeOnlyAside(context, declared.filter((one) => onlyAside.has(one.value.name)))
  writeDevelopment(context)
}

/** Manifests such as `go.mod` do not tell what is for tests; who imports it does. */
function writeOnlyAside(context: PageContext, libraries: readonly Sourced<ProjectDependency>[]): void {
  if (libraries.length === 0) return
  const named = libraries.slice(0, 14).map((one) => `${inlineCode(one.value.name)} (${citeFact(context, one)})`)
  context.page.paragraph(`Asked for alike, but imported by tests and the like alone: ${listOf(named, libraries.length)}.`)
}

function writeDevelopment(context: PageContext): void {
  const development = context.plan.code.project.dependencies.filter((one) => one.value.scope === 'development')
  const [first] = development
  if (first === undefined) return
  const names = [...new Set(development.map((one) => one.value.name))].sort(compareText)
  context.page.paragraph(
    `For development: ${listOf(
      names.slice(0, 14).map((name) => inlineCode(name)),
      names.length,
    )} (${citeFact(context, first)}).`,
  )
}
