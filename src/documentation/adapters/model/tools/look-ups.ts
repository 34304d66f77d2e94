import * as z from 'zod'
import type { Component } from '../../../../analysis/code-map.js'
import { fencedCode } from '../../../markdown/escape.js'
import { usersOf, usesOf, type Usage } from '../../../plan/usage.js'
import { compareText } from '../../../prose.js'
import { oneLine } from '../one-line.js'
import { derivedPurpose } from '../related-modules.js'
import { componentAt, tellComponent } from './tell.js'
import { tool, type Tool, type ToolContext } from './tool.js'

const text = z.string().trim().min(1).max(300)
const id = z.string().trim().regex(/^\[?S\d{1,6}\]?$/, 'is no id such as S12').transform((value) => value.replace(/[[\]]/g, ''))
const line = z.int().min(1).max(10_000_000)
const maxLines = 250

const readLines = tool({
  description: 'Reads lines of a file, or of a definition by its id; the lines of a definition are counted from its own first line.',
  properties: {
    path: { type: 'string', description: 'A file as named here, such as src/queue/job.ts, or an id such as S12' },
    from: { type: 'integer', description: 'First line, from 1' },
    to: { type: 'integer', description: `Last line; at most ${maxLines} lines at once` },
  },
  schema: z.object({ path: text, from: line, to: line }),
  answer: async ({ path, from, to }, context) => {
    const component = context.citables.component(path.replace(/[[\]]/g, ''))
    const file = component?.path ?? path
    if (!context.plan.index.files.has(file)) return `There is no analysed file or id ${oneLine(path, 200)}.`
    const lines = (await context.run.readSources([file])).get(file)?.split(/\r?\n/) ?? []
    const [first, last] = component === undefined ? [1, lines.length] : [component.startLine, Math.min(component.endLine, lines.length)]
    const start = first + from - 1
    const end = Math.min(first + Math.max(from, to) - 1, last, start + maxLines - 1)
    if (start > last) return `It has fewer lines than ${from}.`
    const around = new Set(Array.from({ length: end - start + 1 }, (_, at) => componentAt(file, start + at, context)))
    const named = [...around].filter((one): one is Component => one !== undefined).slice(0, 8)
    return [`Of ${oneLine(file, 200)}:`, fencedCode('', lines.slice(start - 1, end).join('\n')), ...(named.length === 0 ? [] : ['These lines belong to:']), ...named.map((one) => tellComponent(one, context))].join('\n')
  },
})

const maxFound = 10

const findSymbol = tool({
  description: 'Finds definitions by name, qualified or not: `Job`, `Job.moveToFailed`.',
  properties: { name: { type: 'string', description: 'The name' } },
  schema: z.object({ name: text }),
  answer: ({ name }, context) => {
    const wanted = name.replace(/[`()]/g, '').replaceAll('::', '.').toLowerCase()
    const all = [...context.plan.index.components.values()].filter((one) => one.name.toLowerCase() === wanted || one.qualifiedName.toLowerCase() === wanted)
    const exact = all.filter((one) => one.name === name || one.qualifiedName === name)
    const found = exact.length > 0 ? exact : all
    if (found.length === 0) return `Nothing is called ${oneLine(name, 100)}.`
    const isOwn = (one: Component) => context.plan.graph.moduleOfFile.get(one.path) === context.slug
    const rank = (one: Component) => (isOwn(one) ? 0 : context.plan.index.files.get(one.path)?.role === 'source' ? 1 : 2)
    const sorted = found.sort((a, b) => rank(a) - rank(b) || compareText(a.id, b.id))
    return [...sorted.slice(0, maxFound).map((one) => tellComponent(one, context)), ...(sorted.length > maxFound ? ['And more of that name.'] : [])].join('\n')
  },
})

const maxUsages = 15

function usages(description: string, find: (component: Component, context: ToolContext) => readonly Usage[], none: string): Tool {
  return tool({
    description,
    properties: { id: { type: 'string', description: 'The id of a definition, such as S12' } },
    schema: z.object({ id }),
    answer: (input, context) => {
      const component = context.citables.component(input.id)
      if (component === undefined) return `There is no definition ${input.id}.`
      const found = find(component, context)
      if (found.length === 0) return none
      const told = found.slice(0, maxUsages).map((usage) => (usage.component === undefined ? `- code outside any definition of ${oneLine(usage.path, 200)}` : tellComponent(usage.component, context)))
      return [...told, ...(found.length > maxUsages ? ['And others, which do so less often.'] : [])].join('\n')
    },
  })
}

const callers = usages('Tells who refers to a definition or to a part of it.', (component, { plan }) => usersOf(plan.index, component), 'Nothing in this repository refers to it by name.')
const callees = usages('Tells what a definition or a part of it refers to.', (component, { plan }) => usesOf(plan.index, component), 'It refers to nothing of this repository that could be resolved.')

/** What one search reads at most; of a large repository the files near the page come first. */
const searched = { files: 400, characters: 3_000_000, hits: 20, batch: 40 } as const

const searchText = tool({
  description: 'Finds lines that hold a text, in any case of letters; the files of this module first.',
  properties: { text: { type: 'string', description: 'At least three characters; no pattern, the very text' } },
  schema: z.object({ text: z.string().min(3).max(200) }),
  answer: async ({ text: wanted }, context) => {
    const { plan, slug, run } = context
    const near = (path: string) => (plan.graph.moduleOfFile.get(path) === slug ? 0 : plan.index.files.get(path)?.role === 'source' ? 1 : 2)
    const paths = [...plan.index.files.values()].filter(({ sizeBytes }) => sizeBytes < 500_000).map(({ path }) => path).sort((a, b) => near(a) - near(b) || compareText(a, b))
    const hits: string[] = []
    let [read, at] = [0, 0]
    for (; at < Math.min(paths.length, searched.files) && read < searched.characters && hits.length < searched.hits; at += searched.batch) {
      run.signal.throwIfAborted()
      const batch = paths.slice(at, Math.min(at + searched.batch, searched.files))
      const sources = await run.readSources(batch)
      for (const path of batch) {
        const source = sources.get(path) ?? ''
        read += source.length
        if (source.toLowerCase().includes(wanted.toLowerCase())) hits.push(...hitsIn(path, source, wanted, context))
      }
    }
    const isWhole = at >= paths.length && hits.length <= searched.hits
    return [...(hits.length === 0 ? ['Nothing found.'] : hits.slice(0, searched.hits)), ...(isWhole ? [] : ['Not everything was searched or told.'])].join('\n')
  },
})

function hitsIn(path: string, source: string, wanted: string, context: ToolContext): string[] {
  const found = source.split(/\r?\n/).flatMap((content, at) => (content.toLowerCase().includes(wanted.toLowerCase()) ? [{ content, line: at + 1 }] : []))
  return found.slice(0, 5).map(({ content, line: number }) => {
    const component = componentAt(path, number, context)
    const where = component === undefined ? '' : `, in [${context.citables.idOf(component)}] ${component.kind} \`${oneLine(component.qualifiedName, 120)}\``
    return `- ${oneLine(path, 200)}${where}: ${oneLine(content, 200)}`
  })
}

const maxEntries = 120

const listDirectory = tool({
  description: 'Lists the analysed files and folders of a folder.',
  properties: { path: { type: 'string', description: 'A folder such as src/queue; empty for the root' } },
  schema: z.object({ path: z.string().max(1_000).transform((path) => path.trim().replace(/^(?:\.?\/)+|\/+$|^\.$/g, '')) }),
  answer: ({ path }, { plan }) => {
    const prefix = path === '' ? '' : `${path}/`
    const below = [...plan.index.files.keys()].filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length))
    const entries = [...new Set(below.map((rest) => (rest.includes('/') ? `${rest.split('/')[0] ?? ''}/` : rest)))].sort(compareText)
    if (entries.length === 0) return `There is no folder ${oneLine(path, 200)} with analysed files.`
    return [...entries.slice(0, maxEntries).map((entry) => `- ${oneLine(entry, 200)}`), ...(entries.length > maxEntries ? ['And more.'] : [])].join('\n')
  },
})

const readSummary = tool({
  description: 'Tells what another module is for: the summary of its page where that is written, else its purpose.',
  properties: { slug: { type: 'string', description: 'The id of a module, such as job-queue' } },
  schema: z.object({ slug: text.transform((slug) => slug.replace(/[[\]]/g, '')) }),
  answer: ({ slug }, { plan, run }) => {
    if (!plan.graph.nodes.has(slug)) return `There is no module ${oneLine(slug, 100)}.`
    return `[[${slug}]]: ${oneLine(run.summaries.get(slug) ?? derivedPurpose(plan, slug) ?? 'Nothing is known of it.', 1_200)}`
  },
})

export const lookUps: Readonly<Record<string, Tool>> = {
  read_lines: readLines,
  find_symbol: findSymbol,
  callers,
  callees,
  search_text: searchText,
  list_directory: listDirectory,
  read_summary: readSummary,
}
