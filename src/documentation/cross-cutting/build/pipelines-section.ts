import type { PipelineJob } from '../../../analysis/documents/document-facts.js'
import { escapeText, inlineCode } from '../../markdown/escape.js'
import { writeFlowchart } from '../../mermaid/flowchart.js'
import { citeFact, type PageContext } from '../../pages/page-context.js'
import { compareText, count, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { factsOfKind, type FactsOf } from '../facts-of-kind.js'

const maxPipelines = 12
const maxJobs = 12
const maxCommands = 5
const maxNodes = 12

/** A section for each pipeline that runs commands of the repository, a line for those that only call actions of others. */
export function writePipelines(context: PageContext<PlannedTopic>): void {
  const { page } = context
  const all = [...factsOfKind(context.plan.code, 'pipeline')].sort((a, b) => weight(b) - weight(a) || compareText(a.path, b.path))
  if (all.length === 0) return
  const systems = [...new Set(all.map(({ facts }) => facts.system))].sort(compareText)
  page.heading(2, 'Continuous integration')
  page.paragraph(`${listOf(systems)} ${systems.length === 1 ? 'runs' : 'run'} ${count(all.length, 'pipeline')} with ${count(all.reduce((sum, { facts }) => sum + facts.jobs.length, 0), 'job')}.`)
  const told = all.filter((one) => weight(one) > 0).slice(0, maxPipelines)
  for (const one of told) writePipeline(context, one)
  const rest = all.filter((one) => !told.includes(one))
  if (rest.length === 0) return
  page.paragraph(told.length === 0 ? 'They run actions of others only:' : 'Beside these:')
  page.list(rest.slice(0, 20).map((one) => `${titleOf(one)} (${page.linkFile(one.path)})${triggersOf(context, one)}: ${usesOf(one)}`))
  if (rest.length > 20) page.paragraph(`${count(rest.length - 20, 'more pipeline')}.`)
}

const weight = ({ facts }: FactsOf<'pipeline'>): number => facts.jobs.reduce((sum, job) => sum + Math.min(4, job.commands.length), 0)
const titleOf = ({ facts, path }: FactsOf<'pipeline'>): string => escapeText(shorten(facts.name ?? path.split('/').at(-1) ?? path, 60))

function triggersOf({ page }: PageContext<PlannedTopic>, { path, facts }: FactsOf<'pipeline'>): string {
  const [first] = facts.triggers
  if (first === undefined) return ''
  const said = facts.triggers.slice(0, 5).map(({ text }) => inlineCode(shorten(text, 60)))
  const lines = facts.triggers.map(({ line }) => line)
  return `, on ${listOf(said, facts.triggers.length)} (${page.cite({ path, startLine: Math.min(...lines), endLine: Math.max(...lines) })})`
}

function usesOf({ facts }: FactsOf<'pipeline'>): string {
  const names = [...new Set(facts.jobs.flatMap(({ uses }) => uses.map(({ text }) => text.replace(/@.*$/, ''))))].filter((name) => !/^actions\/(?:checkout|setup-|cache)/.test(name))
  return names.length === 0 ? count(facts.jobs.length, 'job') : `uses ${listOf(names.slice(0, 4).map(inlineCode), names.length)}`
}

function writePipeline(context: PageContext<PlannedTopic>, one: FactsOf<'pipeline'>): void {
  const { page } = context
  const { path, facts } = one
  page.heading(3, titleOf(one))
  page.paragraph(`${page.linkFile(path)}${triggersOf(context, one)}.`)
  drawJobs(context, facts.jobs)
  page.table(
    ['Job', 'Runs on', 'Runs', 'Uses', 'Source'],
    facts.jobs.slice(0, maxJobs).map((job) => {
      const uses = [...new Set(job.uses.map(({ text }) => text.replace(/@[0-9a-f]{40}$/, '')))]
      return [
        inlineCode(job.id),
        job.runsOn === undefined ? '' : inlineCode(shorten(job.runsOn, 40)),
        commandsOf(context, path, job),
        listOf(uses.slice(0, 4).map((use) => inlineCode(shorten(use, 50))), uses.length),
        citeFact(context, { path, startLine: job.startLine, endLine: job.endLine }),
      ]
    }),
  )
  if (facts.jobs.length > maxJobs) page.paragraph(`${count(facts.jobs.length - maxJobs, 'more job')} ${facts.jobs.length - maxJobs === 1 ? 'is' : 'are'} in the file.`)
}

function commandsOf({ page }: PageContext<PlannedTopic>, path: string, { commands }: PipelineJob): string {
  return listOf(commands.slice(0, maxCommands).map(({ text, line }) => page.link(inlineCode(shorten(text, 90)), { path, startLine: line, endLine: line })), commands.length)
}

/** Which job waits for which; only where one does. */
function drawJobs({ page }: PageContext<PlannedTopic>, jobs: readonly PipelineJob[]): void {
  const ids = new Set(jobs.map(({ id }) => id))
  const all = jobs.flatMap((job) => job.needs.filter((need) => ids.has(need) && need !== job.id).map((need) => ({ from: need, to: job.id, count: 1 })))
  // What waits for the end of a job waits for all that the job waited for.
  const edges = all.filter(({ from, to }) => !all.some((step) => step.from === from && step.to !== to && all.some((next) => next.from === step.to && next.to === to)))
  if (edges.length === 0) return
  const tied = jobs.filter(({ id }) => edges.some(({ from, to }) => from === id || to === id))
  const nodes = tied.slice(0, maxNodes).map(({ id }) => ({ key: id, label: id }))
  const shown = new Set(nodes.map(({ key }) => key))
  const drawn = edges.filter(({ from, to }) => shown.has(from) && shown.has(to))
  if (drawn.length === 0) return
  page.diagram(writeFlowchart({ direction: 'LR', nodes, edges: drawn, weights: { thickFrom: Number.MAX_SAFE_INTEGER } }))
  page.paragraph(`An arrow leads from a job to one that waits for it.${tied.length > nodes.length ? ` ${nodes.length} of ${tied.length} such jobs are drawn.` : ''}`)
}
