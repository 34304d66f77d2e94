import type { DeclaredDependency, DependencyGroup, LockFacts, ManifestFacts } from '../document-facts.js'
import { given, LineFinder } from '../line-finder.js'

const gem = /^\s*gem[\s(]+["']([\w.-]+)["'](.*)$/
const asked = /,\s*(?:\[\s*)?["']([~<>=!\s\d][^"']*|\d[^"']*)["']/g

/** A Gemfile is a program: what it names literally, with the groups around. */
export function readGemfile(text: string): ManifestFacts {
  const dependencies: DeclaredDependency[] = []
  const blocks: (string | undefined)[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (/^\s*#/.test(line)) continue
    const opened = /^\s*group\s+(.+?)\s+do\b/.exec(line)?.[1]
    if (/\bdo\b(?:\s*\|[^|]*\|)?\s*$/.test(line) || /^\s*(?:if|unless|case)\b/.test(line)) blocks.push(opened?.replaceAll(':', ''))
    else if (/^\s*end\b/.test(line)) blocks.pop()
    const match = gem.exec(line)
    if (match?.[1] === undefined) continue
    const rest = match[2] ?? ''
    const groupName = /\bgroups?:?\s*(?:=>)?\s*\[?:(\w+)/.exec(rest)?.[1] ?? blocks.findLast((block) => block !== undefined)
    const local = /\bpath:?\s*(?:=>)?\s*["']([^"']+)["']/.exec(rest)?.[1]
    dependencies.push({ name: match[1], ...given('asked', requirementOf(rest)), group: groupOf(groupName), ...given('groupName', groupName), ...given('local', local), startLine: at + 1, endLine: at + 1 })
  }
  return { kind: 'manifest', ecosystem: 'rubygems', dependencies }
}

const requirementOf = (text: string): string | undefined => [...text.matchAll(asked)].map((match) => match[1] ?? '').join(', ') || undefined
const groupOf = (name: string | undefined): DependencyGroup => (name === undefined ? 'runtime' : /test|spec|cucumber/.test(name) ? 'test' : /dev|doc|lint|bench/.test(name) ? 'development' : 'optional')

export function readGemspec(text: string): ManifestFacts {
  const find = new LineFinder(text)
  const field = (key: string) => {
    const at = find.lines.findIndex((line) => new RegExp(`\\.${key}\\s*=\\s*["']`).test(line))
    const value = /=\s*["']([^"']+)["']/.exec(find.lines[at] ?? '')?.[1]
    return value === undefined || value.includes('#{') ? undefined : { text: value, line: at + 1 }
  }
  const dependencies = find.lines.flatMap((line, at): DeclaredDependency[] => {
    const match = /\.add_(runtime_|development_)?dependency[\s(]+["']([\w.-]+)["'](.*)$/.exec(line)
    if (match?.[2] === undefined || /^\s*#/.test(line)) return []
    return [{ name: match[2], ...given('asked', requirementOf(match[3] ?? '')), group: match[1] === 'development_' ? 'development' : 'runtime', startLine: at + 1, endLine: at + 1 }]
  })
  return { kind: 'manifest', ecosystem: 'rubygems', ...given('name', field('name')), ...given('version', field('version')), ...given('licence', field('license')), dependencies }
}

export function readGemfileLock(text: string): LockFacts {
  const packages = text.split('\n').flatMap((line, at) => {
    const match = /^ {4}([\w.-]+) \(([^)]+)\)$/.exec(line)
    return match?.[1] === undefined || match[2] === undefined ? [] : [{ name: match[1], version: match[2], line: at + 1 }]
  })
  return { kind: 'lock', ecosystem: 'rubygems', packages }
}
