import { makeGlobMatcher } from '../analysis/glob.js'
import { recognise } from '../analysis/languages/registry.js'
import type { JobRun } from '../jobs/job-run.js'
import type { JobOptions } from '../jobs/job-status.js'
import type { Snapshot } from '../repositories/repository-processor.js'
import { joinSteering } from '../steering/join-steering.js'
import { maxSteeringBytes, readSteeringFiles, steeringPaths } from '../steering/read-steering-files.js'
import type { FileWishes, Warn } from '../steering/read-wishes.js'
import type { Steering } from '../steering/steering.js'

/** How this commit is documented: the job's options, and what its own files say. */
export interface Steered {
  readonly steering: Steering
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

type Tree = Pick<Snapshot, 'entries' | 'blobs'>

/** What is wrong with the repository's files stands in the job's log; it never fails the job. */
export async function readSteering(options: JobOptions, tree: Tree, run: Pick<JobRun, 'log' | 'signal'>): Promise<Steered> {
  const warnings: string[] = []
  const warn = (sentence: string) => void warnings.push(sentence)
  const files = readSteeringFiles(await readTexts(tree, run.signal, warn), warn)
  const chosen = chooseFiles(options, files, tree, warn)
  for (const sentence of warnings) await run.log('warning', sentence)
  if (files.length > 0) await run.log('info', `The repository steers its wiki: ${files.map(({ path }) => path).join(', ')}`)
  return { steering: joinSteering(options.steering, files), ...chosen }
}

async function readTexts(tree: Tree, signal: AbortSignal, warn: Warn): Promise<Map<string, string>> {
  const there = tree.entries.filter(({ path }) => steeringPaths.includes(path))
  for (const { path, sizeBytes } of there) if (sizeBytes > maxSteeringBytes) warn(`${path} is not read, for it is longer than ${maxSteeringBytes / 1024} KiB.`)
  const texts = new Map<string, string>()
  const short = there.filter(({ sizeBytes }) => sizeBytes <= maxSteeringBytes)
  if (short.length === 0) return texts
  for await (const { entry, content } of tree.blobs(short, signal)) texts.set(entry.path, content.toString('utf8'))
  return texts
}

/** The job's choice of files stands over the repository's; what either leaves out is left out. A repository that would hide all of its code is not heard. */
function chooseFiles(options: JobOptions, files: readonly FileWishes[], tree: Tree, warn: Warn): Omit<Steered, 'steering'> {
  const include = options.include.length > 0 ? options.include : [...new Set(files.flatMap((file) => file.include))]
  const exclude = [...new Set([...options.exclude, ...files.flatMap((file) => file.exclude)])]
  const asked = { include: options.include, exclude: options.exclude }
  if (files.every((file) => file.include.length + file.exclude.length === 0)) return asked
  const code = tree.entries.filter(({ path }) => recognise(path)?.isCode === true)
  const countOf = (choice: Omit<Steered, 'steering'>) => {
    const isIn = choice.include.length === 0 ? () => true : makeGlobMatcher(choice.include)
    const isOut = makeGlobMatcher(choice.exclude)
    return code.filter(({ path }) => isIn(path) && !isOut(path)).length
  }
  if (countOf({ include, exclude }) > 0 || countOf(asked) === 0) return { include, exclude }
  warn(`include and exclude in ${files.map(({ path }) => path).join(', ')} leave no code to document; they are not used.`)
  return asked
}
