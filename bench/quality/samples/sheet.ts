import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CodeMap, Component } from '../../../src/analysis/code-map.js'
import { ComponentFinder } from '../component-finder.js'
import type { Sample } from './sample.js'

const [before, after] = [5, 3]
const maxCandidates = 14

/** What a person needs to judge samples without a verdict: the lines around each, what bears the name, where the variable before the dot comes from. Of a site, not our answer. */
export function sheet(folder: string, code: CodeMap, samples: readonly Sample[]): string[] {
  const finder = new ComponentFinder(code)
  const known = new Map<string, string[]>()
  const linesOf = (path: string): string[] => {
    let lines = known.get(path)
    if (lines === undefined) known.set(path, (lines = readFileSync(join(folder, path), 'utf8').split('\n')))
    return lines
  }
  return samples.flatMap((sample, at) => {
    const { path, line } = sample
    if (sample.verdict !== '') return []
    const lines = linesOf(path)
    const around = finder.around(path, line)
    if (sample.of === 'import') return [`#${at + 1} import ${path}:${line}  ${sample.text}`]
    const title = sample.of === 'edge' ? `EDGE ${sample.kind} ${sample.from} → ${placed(sample.to, code)}` : `SITE ${sample.name} ${path}:${line}:${sample.column} in ${around?.qualifiedName ?? '(file)'}`
    const context = Array.from({ length: before + after + 1 }, (_, offset) => line - before + offset).filter((one) => one >= 1 && one <= lines.length)
    const told = origins(sample.name, line, lines, around)
    const candidates = sample.of === 'edge' ? [] : code.components.filter(({ name }) => name === sample.name)
    return [
      `#${at + 1} ${title}`,
      ...told.filter((one) => one < line - before).map((one) => `   ${one}~ ${text(lines, one)}`),
      ...context.map((one) => `  ${one === line ? '>' : ' '}${one}: ${text(lines, one)}`),
      ...candidates.slice(0, maxCandidates).map((one, place) => `   ${place + 1}) ${one.path}:${one.startLine} ${one.kind} ${one.qualifiedName} | ${one.signature.slice(-90)}`),
      ...(candidates.length > maxCandidates ? [`   … ${candidates.length} in all`] : []),
    ]
  })
}

const text = (lines: readonly string[], line: number): string => (lines[line - 1] ?? '').trimEnd().slice(0, 150)

function placed(id: string, code: CodeMap): string {
  const component = code.components.find((one) => one.id === id)
  return component === undefined ? id : `${id}:${component.startLine} [${component.kind}] ${component.signature.slice(-110)}`
}

/** Lines before that name what stands before the dot: in the function, then in the file. */
function origins(name: string, line: number, lines: readonly string[], around: Component | undefined): number[] {
  const escaped = name.replaceAll(/\W/g, '')
  const receiver = new RegExp(`(\\w+)(\\(\\))?\\s*(?:\\.|->|::|\\?\\.)${escaped}\\b`).exec(lines[line - 1] ?? '')?.[1]
  if (receiver === undefined) return around === undefined ? [] : [around.startLine]
  const isNamed = (one: number) => new RegExp(`\\b${receiver}\\b`).test(lines[one - 1] ?? '')
  const start = around?.startLine ?? line
  const inside = Array.from({ length: Math.max(0, line - start) }, (_, offset) => start + offset).filter(isNamed).slice(0, 2)
  const outside = inside.length > 0 ? [] : lines.flatMap((one, at) => (new RegExp(`\\b${receiver}\\b\\s*(:|;|=[^=]|$)|\\b${receiver}\\s+[*\\[A-Z]`).test(one) ? at + 1 : [])).slice(0, 2)
  return [...new Set([start, ...inside, ...outside])].sort((a, b) => a - b)
}
