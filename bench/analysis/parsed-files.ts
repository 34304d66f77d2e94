import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { classifyPath, countLines, hasGeneratedMark, isBinary, isMinified } from '../../src/analysis/classify-file.js'
import { isMostlyCpp, recognise } from '../../src/analysis/languages/registry.js'
import type { CheckedOut } from './work.js'

export interface ParsedText {
  readonly path: string
  readonly text: string
  readonly language: string
  readonly grammar: string
}

const noHints = { generated: () => undefined, vendored: () => undefined }
const maxBytes = 1024 ** 2

/** The files that the product takes apart, by its own rules. */
export function parsedFiles({ folder, entries }: CheckedOut): ParsedText[] {
  const headersAreCpp = isMostlyCpp(entries.map(({ path }) => path))
  return entries.flatMap(({ path, sizeBytes }) => {
    const known = recognise(path, headersAreCpp)
    const role = classifyPath(path, noHints)
    if (known?.grammar === undefined || sizeBytes > maxBytes || role === 'vendored' || role === 'generated') return []
    const content = readFileSync(join(folder, path))
    const text = content.toString('utf8')
    if (isBinary(content) || isMinified(content, countLines(content)) || (role === 'source' && hasGeneratedMark(text.slice(0, 1_000)))) return []
    return [{ path, text, language: known.id, grammar: known.grammar }]
  })
}
