import * as z from 'zod'
import { pagesFilled, type Measured } from '../../../analysis/modules/build-modules.js'
import { isMergeable, isSplittable, measured, type Redivision } from '../../../analysis/modules/redivide.js'
import { isPublic } from '../../plan/code-index.js'
import { filesBelow } from '../../plan/module-graph.js'
import { rememberOf } from '../../plan/remember.js'
import type { TextRequest } from '../../text-model.js'
import type { PlannedModule, WikiPlan } from '../../wiki-plan.js'
import { componentsBelow } from './components-below.js'
import type { NamingSettings } from './name-modules.js'
import { oneLine, said } from './one-line.js'
import { derivedPurpose } from './related-modules.js'
import { nameOf, repositoryFacts } from './repository-facts.js'

/** Below so many modules there is nothing to divide otherwise. */
const fewestModules = 3
/** Characters of what is told of modules, and of files; about four are a token. */
const most = { modules: 48_000, files: 32_000 }
const maxDefinitions = { ofModule: 6, ofFile: 3 }

/** False where nothing could be merged or split, so that nobody has to be asked. */
export function isWorthDividing(plan: WikiPlan): boolean {
  const { modulePages } = plan
  return modulePages.length > fewestModules && (modulePages.some(({ module }) => isMergeable(module)) || splittable(plan).length > 0)
}

const measuresOf = rememberOf((plan: WikiPlan): Measured => measured(plan.code))

/** Leaves that may be split, the largest first as far as their files can be told. */
const splittable = rememberOf((plan: WikiPlan): readonly PlannedModule[] => {
  const fill = new Map(plan.modulePages.map(({ slug, module }) => [slug, filledBy(plan, module.files)]))
  const fitting = plan.modulePages.filter(({ kind, module }) => kind === 'module' && isSplittable(module, measuresOf(plan)))
  const told = new Set<string>()
  let left = most.files
  for (const { slug, module } of [...fitting].sort((a, b) => (fill.get(b.slug) ?? 0) - (fill.get(a.slug) ?? 0) || (a.slug < b.slug ? -1 : 1))) {
    const length = module.files.reduce((sum, path) => sum + fileFacts(plan, 'F1000', path).length, 0)
    if (length > left) continue
    left -= length
    told.add(slug)
  }
  return fitting.filter(({ slug }) => told.has(slug))
})

function filledBy(plan: WikiPlan, paths: readonly string[]): number {
  return pagesFilled(paths.flatMap((path) => plan.index.files.get(path) ?? []), measuresOf(plan))
}

const sizes = [[0.15, 'small'], [0.5, 'medium'], [1, 'large']] as const

/** In words, for a figure would change with every line. */
function sizeWord(plan: WikiPlan, paths: readonly string[]): string {
  const filled = filledBy(plan, paths)
  return sizes.find(([limit]) => filled <= limit)?.[1] ?? 'very large'
}

/** A file with its first definitions, internal ones only where nothing is public. */
function fileFacts(plan: WikiPlan, id: string, path: string): string {
  const all = plan.index.topLevel.get(path) ?? []
  const open = all.filter((component) => isPublic(plan.index, component))
  const names = (open.length > 0 ? open : all).slice(0, maxDefinitions.ofFile).map(({ name }) => `\`${oneLine(name, 40)}\``)
  return `  - [${id}] ${oneLine(path, 160)}${names.length === 0 ? '' : `: ${names.join(', ')}`}`
}

/** Ids of the files that are told, by id. */
const fileIds = rememberOf((plan: WikiPlan): ReadonlyMap<string, string> => new Map(splittable(plan).flatMap(({ module }) => module.files).map((path, at) => [`F${at + 1}`, path])))

function filesText(plan: WikiPlan): string {
  const ids = new Map([...fileIds(plan)].map(([id, path]) => [path, id]))
  const told = splittable(plan).map(({ slug, module }) => [`- [[${slug}]]`, ...module.files.map((path) => fileFacts(plan, ids.get(path) ?? '', path))].join('\n'))
  return ['Modules that may be split, with their files:', ...(told.length === 0 ? ['none'] : told)].join('\n')
}

/** The tree, each module with its facts as long as there is room; those at the top first. */
function modulesText(plan: WikiPlan): string {
  const depths = new Map<string, number>()
  for (const { slug, parent } of plan.modulePages) depths.set(slug, parent === undefined ? 0 : (depths.get(parent) ?? 0) + 1)
  const depthOf = ({ slug }: PlannedModule) => depths.get(slug) ?? 0
  const facts = new Map<string, readonly string[]>()
  let left = most.modules - plan.modulePages.length * 60
  for (const planned of [...plan.modulePages].sort((a, b) => depthOf(a) - depthOf(b))) {
    const told = factsOf(plan, planned)
    left -= told.join('').length
    if (left > 0) facts.set(planned.slug, told)
  }
  const lines = plan.modulePages.flatMap((planned) => {
    const { slug, module } = planned
    const indent = '  '.repeat(depthOf(planned))
    return [`- [[${slug}]] ${nameOf(plan, module)} (${sizeWord(plan, filesBelow(module))})`, ...(facts.get(slug) ?? [])].map((line) => indent + line)
  })
  return ['Modules of this repository, each below the one that holds it:', ...lines].join('\n')
}

function factsOf(plan: WikiPlan, { slug, module, kind }: PlannedModule): readonly string[] {
  if (kind === 'overview') return []
  const definitions = componentsBelow(plan, slug).slice(0, maxDefinitions.ofModule).map(({ component }) => `\`${oneLine(component.name, 60)}\``)
  return [...said('  folder', module.path, 200), ...said('  purpose', derivedPurpose(plan, slug), 200), ...said('  main definitions', definitions.join(', '), 300)]
}

const listOf = (properties: Readonly<Record<string, object>>) =>
  ({ type: 'array', items: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false } }) as const
const texts = { type: 'array', items: { type: 'string' } } as const
const schema = {
  type: 'object',
  properties: {
    merge: listOf({ ids: texts, why: { type: 'string' } }),
    split: listOf({ id: { type: 'string' }, groups: listOf({ title: { type: 'string' }, files: texts }) }),
  },
  required: ['merge', 'split'],
  additionalProperties: false,
} as const

/** One request about the whole tree. */
export function divisionRequest(plan: WikiPlan, { prompts, model, maxOutputTokens }: NamingSettings): TextRequest {
  const system = prompts.render('plan', { repository: repositoryFacts(plan) })
  const prompt = prompts.render('divide-modules', { modules: modulesText(plan), files: filesText(plan) })
  return { model, system, prompt, schema, maxOutputTokens, temperature: 0 }
}

const mergesSchema = z.array(z.object({ ids: z.array(z.string()) }))
const splitsSchema = z.array(z.object({ id: z.string(), groups: z.array(z.object({ title: z.string(), files: z.array(z.string()) })) }))
const answerSchema = z.object({ merge: mergesSchema.optional(), split: splitsSchema.optional() }).refine(({ merge, split }) => merge !== undefined || split !== undefined)
const bare = (id: string): string => id.replace(/[[\]\s]/g, '')

/** What is proposed, with files by path; whether it may be is for the division to say. Undefined: it is no such answer. */
export function readDivision(plan: WikiPlan, answer: string): Redivision | undefined {
  const wanted = parse(answer)
  const paths = fileIds(plan)
  return wanted && {
    merge: (wanted.merge ?? []).map(({ ids }) => ({ ids: ids.map(bare) })),
    // An id that stands for no file stays: it is no file of the module either.
    split: (wanted.split ?? []).map(({ id, groups }) => ({ id: bare(id), groups: groups.map(({ title, files }) => ({ title, files: files.map((file) => paths.get(bare(file)) ?? file) })) })),
  }
}

function parse(answer: string): z.infer<typeof answerSchema> | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))).data
  } catch {
    return undefined
  }
}
