import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CodeMap } from '../../../src/analysis/code-map.js'
import { checkOut, type Checkout } from '../checkout.js'
import { draw, type Wanted } from './draw.js'
import { readSampleFile, sampleFilesOf, sampleFolder, toLines } from './sample.js'
import { sheet } from './sheet.js'

type Analyse = (checkout: Checkout) => Promise<CodeMap>

/** Writes a sample of HEAD without verdicts; those drawn before, with other seeds, are left out. */
export async function drawSample(path: string, analyse: Analyse, { language, seed, wanted }: { readonly language: string; readonly seed: number; readonly wanted: Wanted }): Promise<string> {
  const checkout = checkOut(path)
  const file = join(sampleFolder, `${checkout.name}-${language}-${seed}.jsonl`)
  if (existsSync(file)) throw new Error(`${file} is there already, perhaps with verdicts`)
  const head = { repository: checkout.name, commit: checkout.commit, language, seed }
  const samples = await draw(checkout, await analyse(checkout), head, wanted, sampleFilesOf(checkout.name).flatMap((one) => one.samples))
  writeFileSync(file, toLines({ head, samples }))
  checkout.dispose()
  return file
}

/** Prints what is to be read for the samples of a file that have no verdict yet. */
export async function readingSheet(path: string, file: string, analyse: Analyse): Promise<string> {
  const { head, samples } = readSampleFile(file)
  const checkout = checkOut(path, head.commit)
  const text = sheet(checkout.folder, await analyse(checkout), samples).join('\n')
  checkout.dispose()
  return text
}
