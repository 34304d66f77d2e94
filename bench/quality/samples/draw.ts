import type { CodeMap } from '../../../src/analysis/code-map.js'
import type { Checkout } from '../checkout.js'
import { ComponentFinder } from '../component-finder.js'
import type { EdgeSample, ImportSample, Sample, SampleHead, SiteSample } from './sample.js'
import { placesIn } from './places.js'

export interface Wanted {
  readonly edges: number
  readonly sites: number
  readonly imports: number
}

/** Chosen by the seed alone: the same commit, the same code map and seed, the same sample. Nothing that `known` has is drawn again. */
export async function draw(checkout: Checkout, code: CodeMap, head: SampleHead, wanted: Wanted, known: readonly Sample[]): Promise<Sample[]> {
  const skipped = new Set(code.skipped.map(({ path }) => path))
  const paths = code.files.filter(({ path, language }) => language === head.language && !skipped.has(path)).map(({ path }) => path)
  const { sites, imports } = await placesIn(checkout.folder, paths, head.language)
  const names = namesIn(code, new Set(paths))
  const taken = new Set(known.map(keyOf))
  const some = <T extends Sample>(all: readonly T[], count: number, salt: number): T[] =>
    shuffled(all, head.seed * 10 + salt)
      .filter((one) => !taken.has(keyOf(one)))
      .slice(0, count)
      .sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1))
  return [...some(edgesOf(code, new Set(paths)), wanted.edges, 1), ...some(sites.filter(({ name }) => names.has(name)), wanted.sites, 2), ...some(imports, wanted.imports, 3)]
}

/** Names of components that code can lead to: what bears none of them is outside, or nothing of ours. */
function namesIn(code: CodeMap, paths: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(code.components.flatMap(({ name, path }) => (paths.has(path) ? name : [])))
}

function edgesOf(code: CodeMap, paths: ReadonlySet<string>): EdgeSample[] {
  const names = new Map(code.components.map(({ id, name }) => [id, name]))
  const finder = new ComponentFinder(code)
  const edges = new Map<string, EdgeSample>()
  for (const { from, to, kind, tier, lines } of code.references) {
    const path = from.split('#')[0] ?? from
    const line = lines[0] ?? 0
    const key = `${from}\n${to}`
    if (tier === 'unique' || !paths.has(path) || edges.has(key) || finder.user({ path, line, within: undefined }) === to) continue
    edges.set(key, { of: 'edge', path, line, name: names.get(to) ?? '', kind, from, to, verdict: '' })
  }
  return [...edges.values()]
}

function keyOf(sample: EdgeSample | SiteSample | ImportSample): string {
  return sample.of === 'edge' ? `${sample.from}\n${sample.to}` : sample.of === 'site' ? `${sample.path}:${sample.line}:${sample.column}` : `${sample.path}:${sample.line}`
}

/** Fisher and Yates, with mulberry32 for the dice. */
function shuffled<T>(all: readonly T[], seed: number): T[] {
  let state = seed
  const dice = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const result = [...all]
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = Math.floor(dice() * (at + 1))
    const [a, b] = [result[at], result[other]]
    if (a !== undefined && b !== undefined) [result[at], result[other]] = [b, a]
  }
  return result
}
