import type { DeclaredDependency, DependencyGroup, LockFacts, ManifestFacts } from '../document-facts.js'
import { given, LineFinder, listOf, recordOf, wordOf } from '../line-finder.js'

export function readComposerManifest(text: string): ManifestFacts {
  const json = recordOf(JSON.parse(text))
  const find = new LineFinder(text)
  const declared = (key: string, group: DependencyGroup): DeclaredDependency[] =>
    Object.entries(recordOf(json[key])).flatMap(([name, asked]) => {
      const line = find.key(name, find.key(key))
      // `php` and its extensions are the runtime, no packages.
      return name.includes('/') ? [{ name, ...given('asked', wordOf(asked)), group, startLine: line, endLine: line }] : []
    })
  return {
    kind: 'manifest',
    ecosystem: 'composer',
    ...given('name', find.told(json['name'], 'name')),
    ...given('version', find.told(json['version'], 'version')),
    ...given('licence', find.told(listOf(json['license']).join(' or '), 'license')),
    dependencies: [...declared('require', 'runtime'), ...declared('require-dev', 'development')],
  }
}

export function readComposerLock(text: string): LockFacts {
  const json = recordOf(JSON.parse(text))
  const find = new LineFinder(text)
  const packages = [...listOf(json['packages']), ...listOf(json['packages-dev'])].flatMap((value) => {
    const { name, version, license } = recordOf(value)
    const [called, locked] = [wordOf(name), wordOf(version)]
    const licence = listOf(license).flatMap((one) => wordOf(one) ?? []).join(' or ')
    return called === undefined || locked === undefined ? [] : [{ name: called, version: locked, line: find.line(`"name": "${called}"`), ...(licence === '' ? {} : { licence }) }]
  })
  return { kind: 'lock', ecosystem: 'composer', packages }
}
