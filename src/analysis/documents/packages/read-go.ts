import type { DeclaredDependency, LockFacts, ManifestFacts } from '../document-facts.js'
import { given, LineFinder } from '../line-finder.js'

export function readGoModule(text: string): ManifestFacts {
  const find = new LineFinder(text)
  const dependencies: DeclaredDependency[] = []
  const replaced = new Map<string, string>()
  for (const [at, line] of find.lines.entries()) {
    const replace = /^\s*(?:replace\s+)?(\S+)(?:\s+v\S+)?\s+=>\s+(\.{1,2}\/\S*)/.exec(line)
    if (replace?.[1] !== undefined && replace[2] !== undefined) replaced.set(replace[1], replace[2])
    const required = /^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/\S+)\s+(v\S+)\s*(\/\/\s*indirect)?/.exec(line)
    if (required?.[1] === undefined || required[3] !== undefined || line.includes('=>') || /^\s*(?:exclude|retract|module)\b/.test(line)) continue
    dependencies.push({ name: required[1], ...given('asked', required[2]), group: 'runtime', startLine: at + 1, endLine: at + 1 })
  }
  const module = /^module\s+(\S+)/m.exec(text)?.[1]
  return {
    kind: 'manifest',
    ecosystem: 'go',
    ...given('name', module === undefined ? undefined : { text: module, line: find.line('module ') }),
    dependencies: dependencies.map((one) => ({ ...one, ...given('local', replaced.get(one.name)) })),
  }
}

/** go.mod names the versions that are built; go.sum has them once their content was checked. */
export function readGoSum(text: string): LockFacts {
  const packages = text.split('\n').flatMap((line, at) => {
    const match = /^(\S+) (v[^\s/]+) h1:/.exec(line)
    return match?.[1] === undefined || match[2] === undefined ? [] : [{ name: match[1], version: match[2], asked: match[2], line: at + 1 }]
  })
  return { kind: 'lock', ecosystem: 'go', packages }
}
