import { byRank, rankComponent, type RankedComponent } from './rank.js'
import { isSource, type CodeIndex } from './code-index.js'
import { remember } from './remember.js'
import { wordsOfName } from './words-of-name.js'

/** Words of every title and purpose, that tell nothing of this code. */
const idle = new Set(
  'a about all an and are as at be by can code component components describe describes detail detailed details do docs document documentation documents each explain explains for from guide how implementation in into introduction is it its key main module modules of on or our overview page part parts reference related section structure system that the their this to use used user uses using what when where which why with work works'.split(' '),
)

/** A word of the title says more than one of the purpose. */
const weights = { title: 3, purpose: 1 }
/** Share of the best match's score that others need. */
const nearBest = 0.45

/** Components of the source whose names or paths say what the title and purpose say, the best first. */
export function findByWords(index: CodeIndex, { title, purpose }: { readonly title: string; readonly purpose: string }, most: number): RankedComponent[] {
  const wanted = new Map<string, number>()
  for (const [text, weight] of [[purpose, weights.purpose], [title, weights.title]] as const) for (const word of tellingWords(text)) wanted.set(word, weight)
  const all = [...index.topLevel.entries()].filter(([path]) => isSource(index, path)).flatMap(([, components]) => components)
  const words = new Map(all.map(({ id, name, path }) => [id, wordsOf(index, `${path} ${name}`)]))
  const holders = new Map([...wanted.keys()].map((word) => [word, [...words.values()].filter((own) => own.has(word)).length]))
  // What half of the code is called tells little.
  const worth = (word: string) => (wanted.get(word) ?? 0) * Math.log2(1 + all.length / Math.max(1, holders.get(word) ?? 0))
  const scored = all.flatMap((component) => {
    const own = words.get(component.id) ?? new Set<string>()
    const score = [...wanted.keys()].reduce((sum, word) => sum + (own.has(word) ? worth(word) : 0), 0)
    return score > 0 ? [{ ranked: rankComponent(index, component), score }] : []
  })
  const best = Math.max(0, ...scored.map(({ score }) => score))
  return scored
    .filter(({ score }) => score >= best * nearBest)
    .sort((a, b) => b.score - a.score || byRank(a.ranked, b.ranked))
    .slice(0, most)
    .map(({ ranked }) => ranked)
}

const wordsOf = remember((_index: CodeIndex, text: string): ReadonlySet<string> => new Set(wordsOfName(text).map(stem)))

function tellingWords(text: string): Set<string> {
  return new Set(wordsOfName(text).filter((word) => word.length > 1 && !idle.has(word)).map(stem))
}

/** `queues` and `queue` are one word. */
function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}
