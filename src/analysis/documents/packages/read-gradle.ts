import { parse } from 'smol-toml'
import type { DeclaredDependency, DependencyGroup, ManifestFacts } from '../document-facts.js'
import { given, LineFinder, recordOf, wordOf } from '../line-finder.js'

/** Configurations by their usual names: `testImplementation` is a test's, whatever comes before `Implementation`. */
function groupOf(configuration: string): DependencyGroup | undefined {
  if (!/^(?:[a-zA-Z]*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly|[cC]ompileOnlyApi|[aA]nnotationProcessor|[sS]hadow)|compile|runtime|testCompile|testRuntime|kapt|ksp|classpath)$/.test(configuration)) return undefined
  if (/^(?:test|androidTest|integrationTest|functionalTest|jmh)/i.test(configuration) || configuration.includes('Test')) return 'test'
  if (/compileOnly|annotationProcessor|kapt|ksp|classpath/i.test(configuration)) return 'build'
  return 'runtime'
}

/** A literal coordinate, a name of the version catalogue, or a project of the same build; what a script computes is left out. */
const declared = /^\s*([a-zA-Z]+)[\s(]+(?:platform\(\s*|enforcedPlatform\(\s*)?(?:["']([\w.-]+:[\w.-]+)(?::([^"'@]+))?(?:@\w+)?["']|project\(\s*(?:path\s*[:=]\s*)?["'](:[\w:.-]+)["']|(libs\.[\w.-]+)|projects\.([\w.]+))/

/** `projects.core.webApi` is `:core:web-api`. */
const pathOfAccessor = (accessor: string): string => `:${accessor.replaceAll('.', ':').replaceAll(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase()}`

export function readGradle(text: string): ManifestFacts {
  const dependencies = text.split('\n').flatMap((line, at): DeclaredDependency[] => {
    const match = declared.exec(line)
    const group = match?.[1] === undefined ? undefined : groupOf(match[1])
    if (match === null || group === undefined) return []
    const [, , coordinate, asked, named, alias, accessor] = match
    const project = named ?? (accessor === undefined ? undefined : pathOfAccessor(accessor))
    const name = coordinate ?? project ?? alias?.replace(/\.get$/, '')
    if (name === undefined) return []
    const isComputed = asked?.includes('$') === true
    return [{ name, ...given('asked', isComputed ? undefined : asked), group, ...given('local', project), startLine: at + 1, endLine: at + 1 }]
  })
  return { kind: 'manifest', ecosystem: 'gradle', dependencies: onlyOnce(dependencies) }
}

/** gradle/libs.versions.toml: what `libs.okhttp.core` means and which version. */
export function readGradleCatalogue(text: string): ManifestFacts {
  const toml = recordOf(parse(text))
  const find = new LineFinder(text)
  const versions = recordOf(toml['versions'])
  const from = find.line('[libraries]')
  const managed = Object.entries(recordOf(toml['libraries'])).flatMap(([alias, value]) => {
    const entry = recordOf(value)
    const [group, name, written] = typeof value === 'string' ? value.split(':') : [...(wordOf(entry['module']) ?? '').split(':'), undefined]
    const module = wordOf(entry['group']) === undefined ? `${group ?? ''}:${name ?? ''}` : `${String(entry['group'])}:${String(entry['name'])}`
    const reference = wordOf(recordOf(entry['version'])['ref'])
    const asked = written ?? wordOf(entry['version']) ?? (reference === undefined ? undefined : wordOf(versions[reference]))
    return module.length < 3 ? [] : [{ name: `libs.${alias.replaceAll(/[-_]/g, '.')}`, means: module, ...given('asked', asked), line: find.key(alias, from) }]
  })
  return { kind: 'manifest', ecosystem: 'gradle', dependencies: [], managed }
}

/** A root script lists the same library for many projects. */
function onlyOnce(all: readonly DeclaredDependency[]): DeclaredDependency[] {
  const seen = new Set<string>()
  return all.filter(({ name, group, asked }) => {
    const key = `${name} ${group} ${asked ?? ''}`
    return !seen.has(key) && seen.add(key)
  })
}
