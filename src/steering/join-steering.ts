import type { FileWishes } from './read-wishes.js'
import type { Steering, Wished, Wishes } from './steering.js'
import { mostGlobs, mostPages } from './wish-fields.js'

/** The job's word over the files', in their order. Single values: the first that says one. Instructions, focus and pages: all of them. */
export function joinSteering(job: Wishes | undefined, files: readonly FileWishes[]): Steering {
  const sources = [...(job === undefined ? [] : [{ from: 'job', wishes: job }]), ...files.map(({ path, wishes }) => ({ from: path, wishes }))]
  const all = <T>(choose: (wishes: Wishes) => T | undefined): Wished<T>[] =>
    sources.flatMap(({ from, wishes }) => {
      const value = choose(wishes)
      return value === undefined ? [] : [{ value, from }]
    })
  const pages = sources.flatMap(({ from, wishes }) => wishes.pages.map((value) => ({ value, from })))
  const titles = new Set<string>()
  const isFirst = ({ value: { title } }: (typeof pages)[number]) => !titles.has(title.toLowerCase()) && titles.add(title.toLowerCase())
  return {
    instructions: all(({ instructions }) => instructions),
    audience: all(({ audience }) => audience)[0],
    documentType: all(({ documentType }) => documentType)[0],
    language: all(({ language }) => language)[0],
    focus: [...new Set(sources.flatMap(({ wishes }) => wishes.focus))].slice(0, mostGlobs),
    pages: pages.filter(isFirst).slice(0, mostPages),
  }
}
