import type { CodeMap, Reference } from '../../../src/analysis/code-map.js'
import { makeGlobMatcher } from '../../../src/analysis/glob.js'
import type { Score } from '../compare.js'
import { ComponentFinder } from '../component-finder.js'
import type { EdgeSample, ImportSample, Sample, SiteSample } from './sample.js'

interface SampleScores {
  readonly precision: Score
  readonly recall: Score
  readonly importPrecision: Score
  readonly importRecall: Score
}

/** What people read in the code against what the code map says. */
export function scoreSamples(samples: readonly Sample[], code: CodeMap): SampleScores {
  const judge = new Judge(code)
  const edges = samples.filter((one) => one.of === 'edge')
  const sites = samples.filter((one) => one.of === 'site')
  const unread = samples.filter(({ verdict }) => verdict === '')
  if (unread.length > 0) throw new Error(`${unread.length} samples have no verdict, the first: ${unread[0]?.path}:${unread[0]?.line}`)
  return { precision: total([...edges.map(judge.edge), ...sites.map(judge.drawnAt)]), recall: total(sites.map(judge.found)), ...importScores(samples.filter((one) => one.of === 'import'), code) }
}

/** Undefined: counts on neither side. Text: what is wrong. */
type Judged = { readonly isRight: boolean; readonly text: string } | undefined

function total(all: readonly Judged[]): Score {
  const judged = all.filter((one) => one !== undefined)
  const misses = judged.flatMap(({ isRight, text }) => (isRight ? [] : text))
  return { hits: judged.length - misses.length, all: judged.length, misses }
}

class Judge {
  readonly #finder: ComponentFinder
  readonly #edges = new Set<string>()
  readonly #byPath = new Map<string, Reference[]>()
  readonly #names: ReadonlyMap<string, string>

  constructor(code: CodeMap) {
    this.#finder = new ComponentFinder(code)
    this.#names = new Map(code.components.map(({ id, name }) => [id, name]))
    for (const reference of code.references) {
      if (reference.tier === 'unique') continue
      this.#edges.add(`${reference.from}\n${reference.to}`)
      const path = reference.from.split('#')[0] ?? ''
      const list = this.#byPath.get(path)
      if (list === undefined) this.#byPath.set(path, [reference])
      else list.push(reference)
    }
  }

  /** An edge that is no longer drawn is neither right nor wrong. */
  readonly edge = ({ from, to, verdict, path, line }: EdgeSample): Judged => {
    if (!this.#edges.has(`${from}\n${to}`)) return undefined
    return { isRight: verdict === 'right', text: `${path}:${line}: ${from} → ${to}` }
  }

  /** What is drawn at a place that was read. */
  readonly drawnAt = (site: SiteSample): Judged => {
    const drawn = this.#drawn(site)
    if (drawn.length === 0) return undefined
    const targets = this.#targets(site)
    return { isRight: drawn.some(({ to }) => targets.includes(to)), text: `${at(site)}: ${drawn.map(({ to }) => to).join(', ')}, not ${site.verdict}` }
  }

  readonly found = (site: SiteSample): Judged => {
    const targets = this.#targets(site)
    const user = this.#finder.user({ path: site.path, line: site.line, within: undefined })
    if (targets.length === 0 || targets.includes(user)) return undefined
    return { isRight: targets.some((target) => this.#edges.has(`${user}\n${target}`)) || this.#drawn(site).some(({ to }) => targets.includes(to)), text: `${at(site)}: ${user} → ${targets.join(' | ')}` }
  }

  #drawn({ path, line, name }: SiteSample): Reference[] {
    return (this.#byPath.get(path) ?? []).filter(({ to, lines }) => lines.includes(line) && this.#names.get(to) === name)
  }

  #targets({ verdict, name, path, line }: SiteSample): string[] {
    return verdict.split(' | ').flatMap((one) => {
      const place = /^(.+):(\d+) \S+$/.exec(one)
      if (place === null) return []
      const component = this.#finder.at({ path: place[1] ?? '', line: Number(place[2]), name })
      if (component === undefined) throw new Error(`${path}:${line} ${name} leads to ${one}, where nothing of that name is`)
      return component.id
    })
  }
}

const at = ({ path, line, name }: SiteSample): string => `${path}:${line} ${name}`

/** Files that import statements lead to, as pairs of a statement and a file. */
function importScores(samples: readonly ImportSample[], code: CodeMap): Pick<SampleScores, 'importPrecision' | 'importRecall'> {
  const paths = code.files.map(({ path }) => path)
  const [precise, recalled]: [Judged[], Judged[]] = [[], []]
  for (const { path, line, text, verdict } of samples) {
    const isMeant = verdict === '' || verdict.length === 0 ? () => false : makeGlobMatcher(verdict)
    const theirs = new Set(paths.filter((one) => one !== path && isMeant(one)))
    const ours = new Set(code.imports.flatMap((one) => (one.from === path && one.line === line && isPartOf(one.specifier, text) ? one.targets : [])))
    for (const one of ours) precise.push({ isRight: theirs.has(one), text: `${path}:${line} ${text} → ${one}` })
    for (const one of theirs) recalled.push({ isRight: ours.has(one), text: `${path}:${line} ${text} → ${one}` })
  }
  return { importPrecision: total(precise), importRecall: total(recalled) }
}

/** Two imports may stand on one line. The file that an attribute of Rust names stands before the statement. */
const isPartOf = (specifier: string, text: string): boolean =>
  text.includes(specifier.split(/::|[./\\]/).at(-1) ?? specifier) || (specifier.endsWith('.rs') && /\bmod \w+;$/.test(text))
