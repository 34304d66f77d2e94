import type { CodeMap } from '../../../src/analysis/code-map.js'
import { checkOut, type Checkout } from '../checkout.js'
import { figure, type Figure } from '../figures.js'
import { sampleFilesOf, type SampleFile } from '../samples/sample.js'
import { scoreSamples } from '../samples/score.js'

interface Measured {
  readonly path: string
  readonly checkout: Checkout
  readonly code: CodeMap
}

/** Edges and identifiers that people judged by reading the code, at the commit that they read; of one seed or of all. */
export async function samplesPart({ path, checkout, code }: Measured, analyse: (checkout: Checkout) => Promise<CodeMap>, seed: number | undefined): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { commit, language, files } of byCommit(sampleFilesOf(checkout.name).filter(({ head }) => seed === undefined || head.seed === seed))) {
    const read = commit === checkout.commit ? undefined : atCommit(path, commit)
    const scores = scoreSamples(files.flatMap(({ samples }) => samples), read === undefined ? code : await analyse(read))
    read?.dispose()
    const at = { repository: `${checkout.name} at ${commit.slice(0, 10)}`, language }
    figures.push(
      figure({ ...at, metric: 'sampled edges, precision', goal: 0.985 }, scores.precision),
      figure({ ...at, metric: 'sampled names, recall', goal: 0.75 }, scores.recall),
      figure({ ...at, metric: 'sampled imports, precision', goal: 0.99 }, scores.importPrecision),
      figure({ ...at, metric: 'sampled imports, recall', goal: 0.99 }, scores.importRecall),
    )
  }
  return figures
}

/** Verdicts hold for the code that was read and for no other. */
function atCommit(path: string, commit: string): Checkout {
  try {
    return checkOut(path, commit)
  } catch (error) {
    throw new Error(`the samples were read at ${commit}, which ${path} does not have: fetch it first`, { cause: error })
  }
}

function byCommit(all: readonly SampleFile[]): { commit: string; language: string; files: SampleFile[] }[] {
  const groups = new Map<string, { commit: string; language: string; files: SampleFile[] }>()
  for (const file of all) {
    const { commit, language } = file.head
    const known = groups.get(`${commit} ${language}`)
    if (known === undefined) groups.set(`${commit} ${language}`, { commit, language, files: [file] })
    else known.files.push(file)
  }
  return [...groups.values()]
}
