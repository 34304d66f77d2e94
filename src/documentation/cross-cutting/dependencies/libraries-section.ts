import { escapeText, inlineCode } from '../../markdown/escape.js'
import { citeFact, moduleLink, type PageContext } from '../../pages/page-context.js'
import { compareText, count, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import type { Library } from './library.js'

const maxRows = { use: 40, work: 24 }
const headings = { use: 'Libraries', work: 'For development, tests and builds' } as const

/** Libraries with the version asked for, the one locked, the licence that a lock states, and who imports them. */
export function writeLibraries(context: PageContext<PlannedTopic>, libraries: readonly Library[], purpose: 'use' | 'work'): void {
  if (libraries.length === 0) return
  const { page } = context
  page.heading(2, headings[purpose])
  const rows = libraries.slice(0, maxRows[purpose])
  page.table(
    ['Library', 'Asked for', 'Locked', 'Licence', 'For', 'Imported in', 'Manifest'],
    rows.map((library) => {
      const { requests } = library
      return [
        inlineCode(library.name),
        distinct(requests.map(({ dependency }) => dependency.asked)).map((asked) => inlineCode(shorten(asked, 40))).join(', '),
        lockedOf(context, library),
        distinct(requests.map(({ dependency }) => dependency.licence?.value)).map((licence) => escapeText(shorten(licence, 40))).join(', '),
        forWhat(library),
        purpose === 'use' ? modulesOf(context, library) : filesOf(library),
        listOf(requests.slice(0, 2).map(({ manifest, dependency }) => citeFact(context, { path: manifest.path, startLine: dependency.startLine, endLine: dependency.endLine })), requests.length),
      ]
    }),
  )
  const rest = libraries.slice(rows.length)
  if (rest.length > 0) page.paragraph(`Also asked for: ${listOf(rest.slice(0, 60).map((library) => nameLink(context, library)), rest.length)}.`)
}

/** As the manifests group it. `go.mod` has no groups: there, what tests alone import is for tests. */
function forWhat({ ecosystem, requests, imports, testImports }: Library): string {
  if (ecosystem === 'go' && imports.length === 0 && testImports.length > 0) return 'tests'
  return distinct(requests.map(({ dependency: { group, groupName } }) => (groupName === undefined || groupName === group ? group : `${group}: ${groupName}`))).slice(0, 3).map(escapeText).join(', ')
}

function nameLink({ page }: PageContext<PlannedTopic>, { name, requests }: Library): string {
  const [first] = requests
  return first === undefined ? inlineCode(name) : page.link(inlineCode(name), { path: first.manifest.path, startLine: first.dependency.startLine, endLine: first.dependency.endLine })
}

function lockedOf({ page }: PageContext<PlannedTopic>, { requests }: Library): string {
  const locked = requests.flatMap(({ dependency }) => dependency.locked ?? [])
  const byVersion = new Map(locked.map((one) => [one.value, one]))
  return [...byVersion.values()].slice(0, 3).map((one) => page.link(inlineCode(one.value), one)).join(', ')
}

/** Modules by how many of their files import it. */
function modulesOf(context: PageContext<PlannedTopic>, { imports, testImports }: Library): string {
  const { plan } = context
  const files = [...new Set(imports.map(({ from }) => from))]
  if (files.length === 0) return testImports.length === 0 ? '' : `${count(new Set(testImports.map(({ from }) => from)).size, 'test or other file')}`
  const counts = new Map<string, number>()
  for (const file of files) {
    const module = plan.graph.moduleOfFile.get(file)
    if (module !== undefined) counts.set(module, (counts.get(module) ?? 0) + 1)
  }
  const modules = [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])).map(([id]) => moduleLink(context, id))
  return `${listOf(modules.slice(0, 3), modules.length)} (${count(files.length, 'file')})`
}

function filesOf({ imports, testImports }: Library): string {
  const files = new Set([...imports, ...testImports].map(({ from }) => from)).size
  return files === 0 ? '' : count(files, 'file')
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))].sort(compareText)
}
