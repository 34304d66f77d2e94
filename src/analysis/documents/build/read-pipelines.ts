import type { PipelineFacts, PipelineJob, Told } from '../document-facts.js'
import { given } from '../line-finder.js'
import { child, entryOf, rangeOf, readYaml, textOf, textsOf, type YamlEntry, type YamlNode } from '../yaml-tree.js'

/** `.github/workflows/*.yml` */
export function readGithubWorkflow(text: string): PipelineFacts | undefined {
  const [root] = readYaml(text)
  const jobs = child(root, 'jobs')?.entries.map((entry): PipelineJob => {
    const { node } = entry
    const steps = child(node, 'steps')?.items ?? []
    const whole = entryOf(node, 'uses')
    return {
      id: entry.key,
      ...given('name', textOf(child(node, 'name'))),
      needs: textsOf(child(node, 'needs')),
      ...given('runsOn', runnerOf(child(node, 'runs-on'))),
      commands: steps.flatMap((step) => commandsOf(entryOf(step, 'run'))),
      uses: [...(whole === undefined ? [] : told(whole)), ...steps.flatMap((step) => told(entryOf(step, 'uses')))],
      ...rangeOf(entry),
    }
  })
  const on = entryOf(root, 'on')
  if (jobs === undefined || jobs.length === 0) return undefined
  return { kind: 'pipeline', system: 'GitHub Actions', ...given('name', textOf(child(root, 'name'))), triggers: on === undefined ? [] : triggersOf(on), jobs }
}

function triggersOf(on: YamlEntry): Told[] {
  if (on.node.entries.length === 0) return textsOf(on.node).map((text) => ({ text, line: on.line }))
  return on.node.entries.flatMap(({ key, line, node }): Told[] => {
    if (key === 'schedule') return node.items.flatMap((item) => told(entryOf(item, 'cron'), 'schedule '))
    const branches = textsOf(child(node, 'branches'))
    const tags = textsOf(child(node, 'tags'))
    const where = [...branches, ...tags.map((tag) => `tag ${tag}`)]
    return [{ text: where.length === 0 ? key : `${key} to ${where.slice(0, 4).join(', ')}${where.length > 4 ? ', …' : ''}`, line }]
  })
}

const runnerOf = (node: YamlNode | undefined): string | undefined => textOf(node) ?? (textsOf(node).join(', ') || textsOf(child(node, 'group')).join(', ') || undefined)

const told = (entry: YamlEntry | undefined, before = ''): Told[] => {
  const text = textOf(entry?.node)
  return entry === undefined || text === undefined ? [] : [{ text: `${before}${text}`, line: entry.node.startLine }]
}

/** Lines of a script as they are typed: what only sets the shell up, comments and the middle of a construct say nothing alone. */
function commandsOf(entry: YamlEntry | undefined): Told[] {
  if (entry === undefined) return []
  const nodes = entry.node.items.length > 0 ? entry.node.items : [entry.node]
  return nodes.flatMap((node) => {
    const lines = joined((node.text ?? '').split('\n'))
    const isBlock = lines.length > 1 || node.endLine > node.startLine
    return lines.map(({ text, at }) => ({ text: text.slice(0, 200), line: Math.min(node.endLine, node.startLine + (isBlock ? at + 1 : 0)) }))
  }).filter(({ text }) => !/^(?:#|set |echo |if |then|else|elif|fi|for |do$|done|while |case |esac|\}|\)|export |cd |exit)/.test(text))
}

/** Lines that end in a backslash go on. */
function joined(lines: readonly string[]): { text: string; at: number }[] {
  const found: { text: string; at: number }[] = []
  let open = false
  for (const [at, line] of lines.entries()) {
    const text = line.replace(/\\\s*$/, '').trim()
    const last = found.at(-1)
    if (open && last !== undefined) found[found.length - 1] = { text: `${last.text} ${text}`, at: last.at }
    else if (text !== '') found.push({ text, at })
    open = /\\\s*$/.test(line)
  }
  return found
}

const notJobs = new Set(['default', 'image', 'services', 'stages', 'variables', 'include', 'workflow', 'cache', 'before_script', 'after_script', 'pages', 'spec'])

/** `.gitlab-ci.yml`: jobs of a stage wait for those of the stage before, unless they name what they need. */
export function readGitlab(text: string): PipelineFacts | undefined {
  const root = readYaml(text).at(-1)
  const entries = (root?.entries ?? []).filter(({ key, node }) => !notJobs.has(key) && !key.startsWith('.') && (child(node, 'script') !== undefined || child(node, 'extends') !== undefined || child(node, 'trigger') !== undefined))
  const stages = textsOf(child(root, 'stages'))
  const order = stages.length > 0 ? stages : ['build', 'test', 'deploy']
  const stageOf = ({ node }: YamlEntry) => textOf(child(node, 'stage')) ?? 'test'
  const jobs = entries.map((entry): PipelineJob => {
    const { node } = entry
    const needs = child(node, 'needs')
    const before = order[order.indexOf(stageOf(entry)) - 1]
    const waits = needs === undefined ? entries.filter((other) => stageOf(other) === before).map(({ key }) => key) : needs.items.flatMap((item) => textOf(item) ?? textOf(child(item, 'job')) ?? [])
    return { id: entry.key, needs: waits, ...given('runsOn', textOf(child(node, 'image')) ?? textOf(child(child(node, 'image'), 'name'))), commands: commandsOf(entryOf(node, 'script')), uses: [], ...rangeOf(entry) }
  })
  return jobs.length === 0 ? undefined : { kind: 'pipeline', system: 'GitLab CI', triggers: [], jobs }
}

/** `.circleci/config.yml` */
export function readCircle(text: string): PipelineFacts | undefined {
  const [root] = readYaml(text)
  const workflows = (child(root, 'workflows')?.entries ?? []).flatMap(({ node }) => child(node, 'jobs')?.items ?? [])
  const needs = new Map(workflows.flatMap((item) => item.entries.map(({ key, node }) => [key, textsOf(child(node, 'requires'))] as const)))
  const jobs = (child(root, 'jobs')?.entries ?? []).map((entry): PipelineJob => {
    const { node } = entry
    const steps = child(node, 'steps')?.items ?? []
    const run = (step: YamlNode) => {
      const entryOfRun = entryOf(step, 'run')
      return entryOfRun?.node.text === undefined ? entryOf(entryOfRun?.node, 'command') : entryOfRun
    }
    return {
      id: entry.key,
      needs: needs.get(entry.key) ?? [],
      ...given('runsOn', textOf(child(child(node, 'docker')?.items[0], 'image'))),
      commands: steps.flatMap((step) => commandsOf(run(step))),
      uses: steps.flatMap((step) => (step.entries[0]?.key.includes('/') === true ? [{ text: step.entries[0].key, line: step.startLine }] : (step.text?.includes('/') === true ? [{ text: step.text, line: step.startLine }] : []))),
      ...rangeOf(entry),
    }
  })
  return jobs.length === 0 ? undefined : { kind: 'pipeline', system: 'CircleCI', triggers: [], jobs }
}

/** `azure-pipelines.yml`: jobs of stages, or steps alone. */
export function readAzure(text: string): PipelineFacts | undefined {
  const [root] = readYaml(text)
  if (root === undefined) return undefined
  const stages = child(root, 'stages')?.items ?? [root]
  const jobs = stages.flatMap((stage) => {
    const listed = child(stage, 'jobs')?.items
    return (listed ?? (child(stage, 'steps') === undefined ? [] : [stage])).map((job): PipelineJob => {
      const steps = child(job, 'steps')?.items ?? []
      return {
        id: textOf(child(job, 'job')) ?? textOf(child(job, 'deployment')) ?? textOf(child(stage, 'stage')) ?? 'steps',
        needs: textsOf(child(job, 'dependsOn')),
        ...given('runsOn', textOf(child(child(job, 'pool') ?? child(root, 'pool'), 'vmImage'))),
        commands: steps.flatMap((step) => commandsOf(entryOf(step, 'script') ?? entryOf(step, 'bash') ?? entryOf(step, 'pwsh') ?? entryOf(step, 'powershell'))),
        uses: steps.flatMap((step) => told(entryOf(step, 'task') ?? entryOf(step, 'template'))),
        startLine: job.startLine,
        endLine: job.endLine,
      }
    })
  })
  const trigger = entryOf(root, 'trigger')
  const branches = trigger === undefined ? [] : [...textsOf(trigger.node), ...textsOf(child(child(trigger.node, 'branches'), 'include'))]
  return jobs.length === 0 ? undefined : { kind: 'pipeline', system: 'Azure Pipelines', triggers: trigger === undefined ? [] : branches.map((branch) => ({ text: `push to ${branch}`, line: trigger.line })), jobs }
}

/** `.travis.yml`: one job with its script. */
export function readTravis(text: string): PipelineFacts | undefined {
  const [root] = readYaml(text)
  const script = entryOf(root, 'script')
  if (root === undefined || script === undefined) return undefined
  const job: PipelineJob = { id: 'script', needs: [], ...given('runsOn', textOf(child(root, 'dist')) ?? textOf(child(root, 'os'))), commands: commandsOf(script), uses: [], ...rangeOf(script) }
  return { kind: 'pipeline', system: 'Travis CI', triggers: [], jobs: [job] }
}
