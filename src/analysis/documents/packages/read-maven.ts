import type { DeclaredDependency, DependencyGroup, ManifestFacts } from '../document-facts.js'
import { given, LineFinder, listOf, recordOf, wordOf } from '../line-finder.js'
import { parseXml } from '../parse-xml.js'

const groups: Readonly<Record<string, DependencyGroup>> = { test: 'test', provided: 'build', optional: 'optional' }

export function readPom(text: string): ManifestFacts {
  const project = recordOf(recordOf(parseXml(text))['project'])
  const find = new LineFinder(text)
  const parent = recordOf(project['parent'])
  const properties = recordOf(project['properties'])
  const resolved = (value: unknown): string | undefined => {
    const word = wordOf(value)
    const key = word === undefined ? undefined : /^\$\{([^}]+)\}$/.exec(word)?.[1]
    if (key === 'project.version') return wordOf(project['version']) ?? wordOf(parent['version'])
    return key === undefined ? word : (wordOf(properties[key]) ?? word)
  }
  const listed = (holder: unknown) =>
    listOf(recordOf(recordOf(holder)['dependencies'])['dependency']).flatMap((value) => {
      const one = recordOf(value)
      const [artifact, group] = [wordOf(one['artifactId']), wordOf(one['groupId'])]
      const owner = group === '${project.groupId}' ? (wordOf(project['groupId']) ?? wordOf(parent['groupId'])) : group
      return artifact === undefined || owner === undefined ? [] : [{ one, artifact, name: `${owner}:${artifact}`, asked: resolved(one['version']) }]
    })
  const managed = find.lines.findIndex((line) => line.includes('</dependencyManagement>')) + 1
  const start = find.line('<dependencies>', managed === 0 ? 1 : managed)
  const dependencies = listed(project).map(({ one, artifact, name, asked }): DeclaredDependency => {
    const line = find.line(`<artifactId>${artifact}</artifactId>`, start)
    const group = one['optional'] === 'true' ? 'optional' : (groups[wordOf(one['scope']) ?? ''] ?? 'runtime')
    return { name, ...given('asked', asked), group, startLine: line, endLine: line }
  })
  const artifact = wordOf(project['artifactId'])
  const owner = wordOf(project['groupId']) ?? wordOf(parent['groupId'])
  const licence = wordOf(recordOf(listOf(recordOf(project['licenses'])['license'])[0])['name'])
  return {
    kind: 'manifest',
    ecosystem: 'maven',
    ...given('name', artifact === undefined ? undefined : { text: owner === undefined ? artifact : `${owner}:${artifact}`, line: find.line(`<artifactId>${artifact}</artifactId>`) }),
    ...given('version', typeof project['version'] === 'string' ? { text: project['version'], line: find.line(`<version>${project['version']}</version>`) } : undefined),
    ...given('licence', licence === undefined ? undefined : { text: licence, line: find.line('<name>', find.line('<license>')) }),
    dependencies,
    managed: listed(project['dependencyManagement']).flatMap(({ artifact: one, name, asked }) =>
      asked === undefined ? [] : [{ name, asked, line: find.line(`<artifactId>${one}</artifactId>`) }],
    ),
  }
}
