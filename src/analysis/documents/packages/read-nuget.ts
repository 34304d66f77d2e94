import type { DeclaredDependency, LockFacts, ManifestFacts } from '../document-facts.js'
import { given, LineFinder, listOf, recordOf, wordOf } from '../line-finder.js'
import { parseXml } from '../parse-xml.js'

/** *.csproj, *.fsproj and Directory.Packages.props. */
export function readMsbuild(text: string, fileName: string): ManifestFacts | undefined {
  const project = recordOf(recordOf(parseXml(text))['Project'])
  const find = new LineFinder(text)
  const items = listOf(project['ItemGroup']).map(recordOf)
  const properties = Object.assign({}, ...listOf(project['PropertyGroup']).map(recordOf)) as Record<string, unknown>
  const isTest = wordOf(properties['IsTestProject']) === 'true' || /\.(?:\w*Tests?|Specs)\.\w+proj$/.test(fileName)
  const packages = items.flatMap((item) => listOf(item['PackageReference'])).flatMap((value): DeclaredDependency[] => {
    const one = recordOf(value)
    const name = wordOf(one['@Include'])
    if (name === undefined) return []
    const line = find.line(`Include="${name}"`)
    const asked = wordOf(one['@Version']) ?? wordOf(one['Version'])
    const isPrivate = wordOf(one['@PrivateAssets'] ?? one['PrivateAssets'])?.toLowerCase() === 'all'
    return [{ name, ...given('asked', asked?.includes('$(') === true ? undefined : asked), group: isTest ? 'test' : isPrivate ? 'build' : 'runtime', startLine: line, endLine: line }]
  })
  const projects = items.flatMap((item) => listOf(item['ProjectReference'])).flatMap((value): DeclaredDependency[] => {
    const written = wordOf(recordOf(value)['@Include'])
    if (written === undefined || written.includes('$(')) return []
    const line = find.line(written)
    const local = written.replaceAll('\\', '/')
    return [{ name: local.split('/').at(-1)?.replace(/\.\w+proj$/, '') ?? local, group: isTest ? 'test' : 'runtime', local, startLine: line, endLine: line }]
  })
  const managed = items.flatMap((item) => listOf(item['PackageVersion'])).flatMap((value) => {
    const [name, asked] = [wordOf(recordOf(value)['@Include']), wordOf(recordOf(value)['@Version'])]
    return name === undefined || asked === undefined || asked.includes('$(') ? [] : [{ name, asked, line: find.line(`Include="${name}"`) }]
  })
  const isProject = /proj$/.test(fileName)
  if (!isProject && managed.length === 0) return undefined
  const named = wordOf(properties['PackageId']) ?? fileName.replace(/\.\w+proj$/, '')
  const licence = wordOf(properties['PackageLicenseExpression'])
  return {
    kind: 'manifest',
    ecosystem: 'nuget',
    ...(isProject && !named.includes('$(') ? { name: { text: named, line: find.line(wordOf(properties['PackageId']) === undefined ? '<Project' : '<PackageId>') } } : {}),
    ...given('licence', licence === undefined ? undefined : { text: licence, line: find.line('<PackageLicenseExpression>') }),
    dependencies: [...packages, ...projects],
    ...(managed.length > 0 ? { managed } : {}),
  }
}

/** packages.lock.json: by target framework. */
export function readNugetLock(text: string): LockFacts {
  const find = new LineFinder(text)
  const seen = new Set<string>()
  const packages = Object.values(recordOf(recordOf(JSON.parse(text))['dependencies'])).flatMap((framework) =>
    Object.entries(recordOf(framework)).flatMap(([name, value]) => {
      const version = wordOf(recordOf(value)['resolved'])
      const key = `${name} ${version ?? ''}`
      if (version === undefined || seen.has(key)) return []
      seen.add(key)
      return [{ name, version, line: find.key(name) }]
    }),
  )
  return { kind: 'lock', ecosystem: 'nuget', packages }
}
