import type { Component } from '../../../analysis/code-map.js'
import { indexNames } from './component-names.js'
import { isTied, tieBetween, type Tie, type TieEnd } from './code-ties.js'
import { externalNames, plannedNames, wordsOf } from './known-names.js'
import type { WikiPlan } from '../../wiki-plan.js'

/** What an answer is checked against. */
export interface ProseScope {
  /** What may be cited, by id: `S1`. */
  readonly components: ReadonlyMap<string, Component>
  /** Slugs of modules that may be linked. */
  readonly modules: ReadonlySet<string>
  /** Whether the repository has such a name, or the model was shown it. `text`: one word, a path, an option (`--x`), or code as it stands there. */
  knows(text: string): boolean
  /** Whether it is the name of a library: what that holds is not known. */
  isExternal(name: string): boolean
  /** Every component of that name, alone (`run`) or with its owners in any notation (`Job.run`, `Job::run`). */
  named(name: string): readonly Component[]
  /** Whether one holds the other, or the code has a reference between them or to what they hold. */
  isRelated(a: Component, b: Component): boolean
  /** The component's own lines; undefined when nobody read them. */
  sourceOf(component: Component): string | undefined
  /** What the code has from one end of an arrow to the other. */
  tie(from: TieEnd, to: TieEnd): Tie
}

/** What the model was given for one page. */
export interface Shown {
  /** What it may cite. */
  readonly cited: readonly { readonly id: string; readonly component: Component }[]
  /** What it may link. */
  readonly modules: readonly { readonly slug: string }[]
  /** Everything it has read: prompt, notes, results of tools. */
  readonly texts: readonly string[]
  /** Whole files, by path, those of cited components above all. */
  readonly sources: ReadonlyMap<string, string>
}

export function proseScope(plan: WikiPlan, { cited, modules, texts, sources }: Shown): ProseScope {
  const planned = plannedNames(plan)
  const known = [...texts, ...sources.values()]
  const shown = new Set<string>()
  for (const text of known) for (const word of wordsOf(text)) shown.add(word)
  const lines = new Map<string, readonly string[]>()
  return {
    components: new Map(cited.map(({ id, component }) => [id, component])),
    modules: new Set(modules.map(({ slug }) => slug)),
    knows: (text) => planned.has(text) || shown.has(text) || (/[^\p{L}\p{N}_$]/u.test(text) && known.some((one) => holds(one, text))),
    isExternal: (name) => externalNames(plan).has(name),
    named: indexNames(plan),
    isRelated: (a, b) => isTied(plan, a, b),
    sourceOf: ({ path, startLine, endLine }) => {
      const text = sources.get(path)
      if (text === undefined) return undefined
      const all = lines.get(path) ?? text.split(/\r?\n/)
      lines.set(path, all)
      return all.slice(startLine - 1, endLine).join('\n')
    },
    tie: (from, to) => tieBetween(plan, from, to),
  }
}

/** As a whole: not in the middle of a longer word. */
function holds(text: string, part: string): boolean {
  const isWord = (character: string) => /[\p{L}\p{N}_$]/u.test(character)
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const startsWhole = at === 0 || !isWord(part[0] ?? '') || !isWord(text[at - 1] ?? '')
    const end = at + part.length
    if (startsWhole && (end === text.length || !isWord(part.at(-1) ?? '') || !isWord(text[end] ?? ''))) return true
  }
  return false
}
