import { spawnSync } from 'node:child_process'
import { z } from 'zod'
import type { ReferenceDefinition } from './reference.js'

/** What is counted of a language: the kinds that a code map has components for. Fields, enumerators, parameters and local variables are none. */
export interface CtagsLanguage {
  /** As ctags calls it. */
  readonly name: string
  readonly kinds: readonly string[]
  /** Kinds that count outside of everything else only: a variable of the file. */
  readonly topKinds?: readonly string[]
  /** One name in one scope is one definition: a second one replaces, declares or types the first. */
  readonly oncePerScope?: true
  /** What ctags tells of that is no definition, by the line. */
  readonly ignored?: RegExp
}

export const ctagsLanguages: Readonly<Record<string, CtagsLanguage>> = {
  python: { name: 'Python', kinds: ['class', 'function', 'member'], topKinds: ['variable'], oncePerScope: true },
  go: { name: 'Go', kinds: ['func', 'interface', 'struct', 'type', 'talias', 'methodSpec', 'const', 'var'] },
  java: { name: 'Java', kinds: ['class', 'interface', 'enum', 'annotation', 'method'] },
  csharp: { name: 'C#', kinds: ['class', 'interface', 'struct', 'enum', 'method', 'property', 'event'] },
  php: { name: 'PHP', kinds: ['class', 'interface', 'trait', 'function', 'define'] },
  rust: { name: 'Rust', kinds: ['struct', 'enum', 'interface', 'function', 'method', 'typedef', 'macro', 'module'], ignored: /^\s*(pub(\([^)]*\))? )?mod \w+;/ },
  c: { name: 'C', kinds: ['function', 'struct', 'union', 'enum', 'typedef', 'macro'], oncePerScope: true },
}

const tag = z.object({ _type: z.literal('tag'), name: z.string(), path: z.string(), line: z.number(), kind: z.string(), scope: z.string().optional(), signature: z.string().optional(), pattern: z.string().optional() })

/** Undefined where no Universal Ctags that writes JSON is installed. */
export function ctagsVersion(): string | undefined {
  const { status, stdout } = spawnSync('ctags', ['--version'], { encoding: 'utf8' })
  const features = spawnSync('ctags', ['--list-features'], { encoding: 'utf8' })
  return status === 0 && /Universal Ctags/.test(stdout) && /^json\b/m.test(features.stdout) ? /Universal Ctags (\S+?),?\s/.exec(stdout)?.[1] : undefined
}

export function ctagsDefinitions(folder: string, paths: readonly string[], language: CtagsLanguage): ReferenceDefinition[] {
  const fields = '--fields=+nKSs'
  const { status, stdout, stderr } = spawnSync('ctags', ['--options=NONE', '--output-format=json', fields, '--sort=no', `--language-force=${language.name}`, '-f', '-', '-L', '-'], { cwd: folder, input: paths.join('\n'), encoding: 'utf8', maxBuffer: 1024 ** 3 })
  if (status !== 0) throw new Error(`ctags: ${stderr}`)
  const found = new Map<string, ReferenceDefinition>()
  for (const line of stdout.split('\n')) {
    const parsed = line === '' ? undefined : tag.safeParse(JSON.parse(line))
    if (parsed?.success !== true) continue
    const { path, line: at, kind, scope, signature, pattern = '' } = parsed.data
    // `IEnumerable.GetEnumerator`: a member by the name it has.
    const name = language.name === 'C#' ? parsed.data.name.slice(parsed.data.name.lastIndexOf('.') + 1) : parsed.data.name
    const isCounted = language.kinds.includes(kind) || (language.topKinds?.includes(kind) === true && scope === undefined)
    // A macro without parameters is a value, and `__anon…` is a name that ctags gives.
    if (!isCounted || name.startsWith('__anon') || (kind === 'macro' && language.name === 'C' && signature === undefined) || language.ignored?.test(pattern.replace(/^\/\^/, '')) === true) continue
    const key = `${path}\n${scope ?? ''}\n${name}\n${language.oncePerScope === true ? '' : at}`
    // Of overloads the last has the body; a variable begins where it is first assigned to.
    if (!found.has(key) || kind === 'function' || kind === 'member') found.set(key, { path, line: at, name, kind })
  }
  return [...found.values()]
}
