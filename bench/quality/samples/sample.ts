import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What a file of samples begins with: they hold for this commit and no other. */
export interface SampleHead {
  readonly repository: string
  readonly commit: string
  readonly language: string
  readonly seed: number
}

/** An edge of ours. Judged by reading: does some identifier in `from` that lies on the line mean `to`? */
export interface EdgeSample {
  readonly of: 'edge'
  readonly path: string
  readonly line: number
  readonly name: string
  readonly kind: string
  readonly from: string
  readonly to: string
  readonly verdict: 'right' | 'wrong' | ''
  readonly reason?: string
}

/**
 * An identifier in a call, a type, `new` or heritage, of those that bear a component's name. Judged by reading: where does it lead? `src/a.go:12 Job.run` (where that component
 * begins; several with ` | ` between, such as the parts of a partial class), `outside` of the repository, `local` (a variable, parameter, type parameter), or `field` (something of the repository
 * that a code map has no component for).
 */
export interface SiteSample {
  readonly of: 'site'
  readonly path: string
  readonly line: number
  readonly column: number
  readonly name: string
  readonly verdict: string
  readonly reason?: string
}

/** An import as it is written. Judged by reading: the files of the repository that it leads to, patterns allowed; none for what is outside. */
export interface ImportSample {
  readonly of: 'import'
  readonly path: string
  readonly line: number
  readonly text: string
  readonly verdict: readonly string[] | ''
  readonly reason?: string
}

export type Sample = EdgeSample | SiteSample | ImportSample

export interface SampleFile {
  readonly head: SampleHead
  readonly samples: readonly Sample[]
}

/** Data lies beside the sources; the measurement is run from the top of the project. */
export const sampleFolder = 'bench/quality/samples/data'

export function readSampleFile(path: string): SampleFile {
  const [head, ...samples] = readFileSync(path, 'utf8').trimEnd().split('\n').map((line): unknown => JSON.parse(line))
  return { head: head as SampleHead, samples: samples as Sample[] }
}

export function sampleFilesOf(repository: string): SampleFile[] {
  const all = readdirSync(sampleFolder).filter((name) => name.endsWith('.jsonl')).sort()
  return all.map((name) => readSampleFile(join(sampleFolder, name))).filter(({ head }) => head.repository === repository)
}

export const toLines = ({ head, samples }: SampleFile): string => [head, ...samples].map((one) => `${JSON.stringify(one)}\n`).join('')
