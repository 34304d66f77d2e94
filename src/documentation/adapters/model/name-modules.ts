import * as z from 'zod'
import { isPlainName } from '../../../analysis/modules/module-names.js'
import { githubSlug } from '../../github-slug.js'
import { escapeText, inlineCode } from '../../markdown/escape.js'
import type { ModuleName } from '../../module-names.js'
import { sectionHeadings } from '../../plan/component-anchors.js'
import { remember, rememberOf } from '../../plan/remember.js'
import { hashOf } from '../../prose-record.js'
import type { TextRequest } from '../../text-model.js'
import type { PlannedModule, WikiPlan } from '../../wiki-plan.js'
import { componentsBelow } from './components-below.js'
import { oneLine, said } from './one-line.js'
import type { Prompts } from './prompts.js'
import { proseScope } from './prose-scope.js'
import { readSentences } from './read-sentences.js'
import { derivedPurpose } from './related-modules.js'
import { moduleTree, nameOf, repositoryFacts } from './repository-facts.js'

/** Modules of one call. */
const atOnce = 40
const maxDefinitions = 8

/** What is told of a module to be named: without a line number or a figure, so that its name is stable. */
export const namingFacts = remember((plan: WikiPlan, planned: PlannedModule): string => {
  const own = componentsBelow(plan, planned.slug).slice(0, maxDefinitions).map(({ component }) => `\`${oneLine(component.name, 60)}\``)
  return [
    `- [[${planned.slug}]] at present: ${nameOf(plan, planned.module)}`,
    ...said('  folder', planned.module.path, 200),
    ...said('  purpose', derivedPurpose(plan, planned.slug), 300),
    ...said('  made of', planned.module.children.map((child) => nameOf(plan, child)).join(', '), 400),
    ...said('  main definitions', own.join(', '), 500),
  ].join('\n')
})

/** Whose name is kept, and who is to be asked for. The root is called as the repository is. */
export function namesToAsk(plan: WikiPlan, former: ReadonlyMap<string, ModuleName>, writer: string): { readonly kept: readonly ModuleName[]; readonly asked: readonly PlannedModule[] } {
  const modules = plan.modulePages.filter(({ kind }) => kind === 'module')
  const isKept = (planned: PlannedModule) => former.get(planned.slug)?.facts === factsKey(plan, planned, writer)
  return { kept: modules.filter(isKept).flatMap(({ slug }) => former.get(slug) ?? []), asked: modules.filter((planned) => !isKept(planned)) }
}

function factsKey(plan: WikiPlan, planned: PlannedModule, writer: string): string {
  return hashOf(`${writer}\n${namingFacts(plan, planned)}`)
}

const schema = {
  type: 'object',
  properties: {
    modules: {
      type: 'array',
      items: {
        type: 'object',
        properties: { id: { type: 'string' }, title: { type: 'string' }, purpose: { type: 'string' } },
        required: ['id', 'title', 'purpose'],
        additionalProperties: false,
      },
    },
  },
  required: ['modules'],
  additionalProperties: false,
} as const

const batchOf = (asked: readonly PlannedModule[], at: number) => asked.slice(at * atOnce, (at + 1) * atOnce)

/** How many modules that request asks for. */
export const modulesOfRequest = (asked: readonly PlannedModule[], at: number): number => batchOf(asked, at).length

/** One request for some dozens of modules. */
export function namingRequests(plan: WikiPlan, asked: readonly PlannedModule[], former: ReadonlyMap<string, ModuleName>, { prompts, model, maxOutputTokens }: NamingSettings): readonly TextRequest[] {
  const system = prompts.render('plan', { repository: repositoryFacts(plan) })
  return Array.from({ length: Math.ceil(asked.length / atOnce) }, (_, at) => batchOf(asked, at)).map((batch) => {
    const told = batch.map((planned) => [namingFacts(plan, planned), ...said('  former title', former.get(planned.slug)?.title, 60)].join('\n'))
    const modules = [`All modules, each below the one that holds it:`, moduleTree(plan), '', 'Modules to name:', ...told].join('\n')
    return { model, system, prompt: prompts.render('name-modules', { modules }), schema, maxOutputTokens, temperature: 0 }
  })
}

export interface NamingSettings {
  readonly prompts: Prompts
  readonly model: string
  readonly maxOutputTokens: number
}

const answerSchema = z.object({ modules: z.array(z.object({ id: z.string(), title: z.string(), purpose: z.string().optional() })) })

/** The names of an answer that may be used: of modules that were asked for, each once, sound by itself and unlike those beside it. */
export function readNames(plan: WikiPlan, asked: readonly PlannedModule[], answers: readonly string[], kept: readonly ModuleName[], writer: string): readonly ModuleName[] {
  const bySlug = new Map(asked.map((planned) => [planned.slug, planned]))
  const proposed = new Map<string, { readonly title: string; readonly purpose: string | undefined }>()
  for (const answer of answers) {
    for (const { id, title, purpose } of parse(answer)) {
      const planned = bySlug.get(id.replace(/[[\]\s]/g, ''))
      if (planned !== undefined && !proposed.has(planned.slug)) proposed.set(planned.slug, { title: title.trim(), purpose })
    }
  }
  const taken = new Map<string, Set<string>>()
  const takenBeside = ({ parent = '' }: PlannedModule) => taken.get(parent) ?? taken.set(parent, new Set()).get(parent) ?? new Set<string>()
  const isProposed = ({ slug }: PlannedModule) => proposed.has(slug)
  const keptTitles = new Map(kept.map(({ slug, title }) => [slug, title]))
  for (const planned of plan.modulePages) if (!isProposed(planned)) takenBeside(planned).add((keptTitles.get(planned.slug) ?? planned.module.name).toLowerCase())
  return asked.filter(isProposed).map((planned): ModuleName => {
    const { title = '', purpose } = proposed.get(planned.slug) ?? {}
    const isSound = isTitle(title, plan, planned) && !takenBeside(planned).has(title.toLowerCase())
    const chosen = isSound ? title : planned.module.name
    takenBeside(planned).add(chosen.toLowerCase())
    return { slug: planned.slug, title: chosen, purpose: soundPurpose(purpose ?? '', plan), facts: factsKey(plan, planned, writer) }
  })
}

function parse(answer: string): readonly { readonly id: string; readonly title: string; readonly purpose?: string | undefined }[] {
  const json = answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)
  try {
    return answerSchema.safeParse(JSON.parse(json)).data?.modules ?? []
  } catch {
    return []
  }
}

/** The page's own headings come from it and from us. */
const isTitle = (text: string, plan: WikiPlan, { slug }: PlannedModule): boolean => isPlainName(text) && !headingsOf(plan, slug).has(githubSlug(text))

const sections = new Set(Object.values(sectionHeadings).map(githubSlug))
const headingsOf = remember((plan: WikiPlan, slug: string): ReadonlySet<string> => new Set([...sections, ...[...plan.anchors.values()].filter((anchor) => anchor.slug === slug).map(({ anchor }) => anchor)]))

const maxPurpose = 260
const scopeOf = rememberOf((plan: WikiPlan) => proseScope(plan, { cited: [], modules: [], texts: [], sources: new Map() }))
const knownNames = rememberOf((plan: WikiPlan): ReadonlySet<string> => new Set([...plan.index.components.values()].flatMap(({ name, qualifiedName }) => [name, qualifiedName])))

/** One sentence whose names exist, as Markdown. */
function soundPurpose(text: string, plan: WikiPlan): string | undefined {
  if (text.length > maxPurpose) return undefined
  const [only, ...others] = readSentences(text.replace(/\s+/g, ' ').trim(), scopeOf(plan))
  if (only === undefined || others.length > 0 || only.violations.length > 0 || !/^[\p{L}`]/u.test(text.trim())) return undefined
  const isKnown = only.parts.every((part) => part.kind === 'text' || (part.kind === 'code' && knownNames(plan).has(part.text.replace(/\(\)$/, ''))))
  const markdown = only.parts.map((part) => (part.kind === 'code' ? inlineCode(part.text) : part.kind === 'text' ? escapeText(part.text) : '')).join('').trim()
  if (!isKnown || markdown.split(' ').length < 3) return undefined
  return /[.!?]$/.test(markdown) ? markdown : `${markdown}.`
}
