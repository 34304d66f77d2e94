import { parse } from 'smol-toml'
import type { DeclaredDependency, DependencyGroup, LockFacts, ManifestFacts } from '../document-facts.js'
import { given, LineFinder, listOf, recordOf, wordOf } from '../line-finder.js'

const tables: readonly (readonly [key: string, group: DependencyGroup])[] = [
  ['dependencies', 'runtime'],
  ['dev-dependencies', 'development'],
  ['build-dependencies', 'build'],
]

export function readCargoManifest(text: string): ManifestFacts {
  const toml = recordOf(parse(text))
  const find = new LineFinder(text)
  const crate = recordOf(toml['package'])
  const workspace = recordOf(toml['workspace'])
  const from = find.line('[package]')
  const platforms = Object.entries(recordOf(toml['target'])).flatMap(([platform, value]) => declaredIn(recordOf(value), find, platform))
  return {
    kind: 'manifest',
    ecosystem: 'cargo',
    ...given('name', find.told(crate['name'], 'name', from)),
    ...given('version', find.told(crate['version'], 'version', from)),
    ...given('licence', find.told(crate['license'], 'license', from)),
    dependencies: [...declaredIn(toml, find, undefined), ...platforms],
    managed: Object.entries(recordOf(workspace['dependencies'])).flatMap(([name, value]) => {
      const asked = askedOf(value)
      return asked === undefined ? [] : [{ name, asked, line: find.key(name, find.line('[workspace.dependencies')) }]
    }),
  }
}

function declaredIn(holder: Record<string, unknown>, find: LineFinder, platform: string | undefined): DeclaredDependency[] {
  return tables.flatMap(([key, group]) =>
    Object.entries(recordOf(holder[key])).map(([alias, value]): DeclaredDependency => {
      const table = recordOf(value)
      const own = headingLine(find, `${key}.${alias}]`, platform)
      const line = own ?? find.key(alias, headingLine(find, `${key}]`, platform))
      return {
        name: wordOf(table['package']) ?? alias,
        ...given('asked', askedOf(value)),
        group: table['optional'] === true ? 'optional' : group,
        ...given('groupName', platform),
        ...given('local', wordOf(table['path'])),
        startLine: line,
        endLine: line,
      }
    }),
  )
}

/** `[dependencies]`, or the same below `[target.…]`. */
function headingLine(find: LineFinder, ending: string, platform: string | undefined): number | undefined {
  const at = find.lines.findIndex((line) => (platform === undefined ? line.startsWith(`[${ending}`) : line.startsWith('[target.') && line.includes(platform) && line.includes(`.${ending}`)))
  return at < 0 ? undefined : at + 1
}

const askedOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : (wordOf(recordOf(value)['version']) ?? gitOf(recordOf(value))))
const gitOf = (table: Record<string, unknown>): string | undefined => {
  const reference = wordOf(table['tag']) ?? wordOf(table['rev']) ?? wordOf(table['branch'])
  return wordOf(table['git']) === undefined ? undefined : `git${reference === undefined ? '' : ` ${reference}`}`
}

/** Cargo.lock, poetry.lock and uv.lock are lists of the same tables. */
export function readTomlLock(text: string, ecosystem: 'cargo' | 'python'): LockFacts {
  const starts = text.split('\n').flatMap((line, at) => (line.trim() === '[[package]]' ? [at + 1] : []))
  const packages = listOf(recordOf(parse(text))['package']).flatMap((value, at) => {
    const [name, version] = [wordOf(recordOf(value)['name']), wordOf(recordOf(value)['version'])]
    const { source } = recordOf(value)
    // The project itself and its workspace are listed, too: uv says so, a crate from nowhere is one of them.
    const isOwn = ecosystem === 'cargo' ? source === undefined : recordOf(source)['editable'] !== undefined || recordOf(source)['virtual'] !== undefined
    return name === undefined || version === undefined || isOwn ? [] : [{ name, version, line: (starts[at] ?? 0) + 1 }]
  })
  return { kind: 'lock', ecosystem, packages }
}
