import type { Component } from '../../analysis/code-map.js'
import { firstSentence } from '../doc-comments/first-sentence.js'
import { inlineCode } from '../markdown/escape.js'
import { citeComponent, citeFact, componentLink, moduleLink, type PageContext } from '../pages/page-context.js'
import { isPublic, isTest } from '../plan/code-index.js'
import { exercisedBy } from '../plan/exercised-by.js'
import { distinctFiles } from '../plan/external-uses.js'
import { pipelineTests } from '../plan/pipeline-tests.js'
import { byRank, type RankedComponent } from '../plan/rank.js'
import { compareText, count, figure, listOf, shorten } from '../prose.js'
import type { PlannedTopic, WikiPlan } from '../wiki-plan.js'
import type { CrossCuttingPage } from './cross-cutting-page.js'
import { testFrameworks } from './test-frameworks.js'

type Context = PageContext<PlannedTopic>

const maxCommands = 12
const maxModules = 60
const maxHelpers = 10
const maxNamesOfModule = 8

/** How the repository is tested: with what, how to run it, which tests go with which module, and what no test names. */
export const testingPage: CrossCuttingPage = {
  address: 'testing',
  title: 'Testing',
  sections: (plan) => (testFiles(plan).length === 0 && besideCode(plan).length === 0 ? undefined : [writeLead, writeFrameworks, writeCommands, writeModules, writeHelpers, writeUntouched]),
}

function testFiles({ code }: WikiPlan): WikiPlan['code']['files'] {
  return code.files.filter((file) => file.role === 'test')
}

/** Tests that stand in a file of the product. */
function besideCode({ code }: WikiPlan): WikiPlan['code']['components'] {
  return code.components.filter(({ isTest: forTests, kind }) => forTests === true && kind === 'function')
}

function writeLead(context: Context): void {
  const { plan, page } = context
  const files = testFiles(plan)
  const beside = besideCode(plan)
  const lines = files.reduce((sum, file) => sum + file.lines, 0)
  const inRoot = files.filter(({ path }) => !path.includes('/')).length
  const told = [...foldersOf(files.map(({ path }) => path)), ...(inRoot === 0 ? [] : [['', inRoot] as const])].sort((a, b) => b[1] - a[1])
  const nameOf = (folder: string) => (folder === '' ? 'the root' : inlineCode(folder))
  const where = listOf(
    told.slice(0, 3).map(([folder, held]) => (held === files.length ? nameOf(folder) : `${nameOf(folder)} (${figure(held)})`)),
    told.length,
  )
  const holders = new Set(beside.map(({ path }) => path))
  const [example] = beside
  const { topLevel, importsOf, outgoing } = plan.index
  const withCode = files.filter(({ path }) => topLevel.has(path) || importsOf.has(path) || outgoing.has(path)).length
  // Certificates, recorded answers, settings: kept with the tests, and none of them.
  const data = withCode > 0 && withCode < files.length ? `, ${figure(withCode)} of them code` : ''
  const apart = files.length === 0 ? '' : `${count(files.length, 'test file')} with ${count(lines, 'line')}${data}${where === '' ? '' : `, in ${where}`}.`
  const inside = example === undefined ? '' : `${count(holders.size, 'source file')} ${holders.size === 1 ? 'holds' : 'hold'} tests of ${holders.size === 1 ? 'its' : 'their'} own beside the code, ${count(beside.length, 'function')} in all (${citeComponent(context, example)}).`
  page.paragraph([apart, inside].filter((part) => part !== '').join(' '))
}

/** Top folders with how many of the files are in them, the fullest first. */
function foldersOf(paths: readonly string[]): [string, number][] {
  const folders = new Map<string, number>()
  for (const path of paths) {
    const folder = path.includes('/') ? `${path.split('/')[0] ?? ''}/` : ''
    folders.set(folder, (folders.get(folder) ?? 0) + 1)
  }
  return [...folders].filter(([folder]) => folder !== '').sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))
}

function writeFrameworks(context: Context): void {
  const { plan, page } = context
  const found = testFrameworks(plan.code, (path) => isTest(plan.index, path))
  if (found.length === 0) return
  const [[main] = ['']] = foldersOf(testFiles(plan).map(({ path }) => path))
  page.heading(2, 'Frameworks')
  page.table(
    ['Framework', 'Imported by', 'For example', 'Declared in'],
    found.map(({ name, imports, declared }) => {
      const first = imports.find(({ from }) => from.startsWith(main)) ?? imports[0]
      return [
        name,
        first === undefined ? '' : count(distinctFiles(imports), 'test file'),
        first === undefined ? '' : page.cite({ path: first.from, startLine: first.line, endLine: first.line }),
        declared === undefined ? '' : citeFact(context, declared),
      ]
    }),
  )
}

function writeCommands(context: Context): void {
  const { code } = context.plan
  const named = code.project.commands.filter(({ value }) => value.purpose === 'test')
  const commands = named.length > 0 ? named : pipelineTests(code)
  if (commands.length === 0) return
  context.page.heading(2, 'How to run them')
  context.page.table(
    ['Command', 'Runs', 'Source'],
    commands
      .slice(0, maxCommands)
      .map((command) => [inlineCode(command.value.command), command.value.runs === undefined ? '' : inlineCode(shorten(command.value.runs, 110)), citeFact(context, command)]),
  )
  if (commands.length > maxCommands) context.page.paragraph(`${count(commands.length - maxCommands, 'more test command')} stand in the same manifests.`)
}

/** Modules with the test files that touch most of them. */
function writeModules(context: Context): void {
  const { plan, page } = context
  const rows = plan.modulePages.flatMap(({ slug, kind, module }) => {
    const tests = exercisedBy(plan.index, module.files)
    const reached = new Set(tests.flatMap(({ ids }) => ids)).size
    // Every test imports the package's front door; that says nothing of what stands beside the modules.
    return tests.length === 0 || (kind === 'overview' && reached === 0) ? [] : [{ slug, tests, reached }]
  })
  if (rows.length === 0) return
  const nameOf = shortNames([...new Set([...testFiles(plan), ...besideCode(plan)].map(({ path }) => path))])
  page.heading(2, 'Which tests go with which module')
  page.table(
    ['Module', 'Test files', 'Definitions they name', 'Those that touch most'],
    rows.slice(0, maxModules).map(({ slug, tests, reached }) => [
      moduleLink(context, slug),
      figure(tests.length),
      reached === 0 ? '' : figure(reached),
      listOf(
        tests.slice(0, 3).map(({ path }) => page.linkFile(path, inlineCode(nameOf(path)))),
        tests.length,
      ),
    ]),
  )
  if (rows.length > maxModules) page.paragraph(`The tests of ${count(rows.length - maxModules, 'more module')} stand on their pages.`)
}

/** With its folder where another test file has the same name. */
function shortNames(paths: readonly string[]): (path: string) => string {
  const lastParts = (path: string, parts: number) => path.split('/').slice(-parts).join('/')
  const names = new Map<string, number>()
  for (const path of paths) names.set(lastParts(path, 1), (names.get(lastParts(path, 1)) ?? 0) + 1)
  return (path) => lastParts(path, names.get(lastParts(path, 1)) === 1 ? 1 : 2)
}

/** Files of the tests that other tests import or whose definitions they use. */
function writeHelpers(context: Context): void {
  const { plan, page } = context
  const helpers = testFiles(plan)
    .map(({ path, doc }) => ({ path, doc, users: exercisedBy(plan.index, [path]).filter((one) => one.path !== path) }))
    .filter(({ users }) => users.length >= 2)
    .sort((a, b) => b.users.length - a.users.length || compareText(a.path, b.path))
  if (helpers.length === 0) return
  page.heading(2, 'Helpers and fixtures')
  page.table(
    ['File', 'Used by', 'Holds'],
    helpers.slice(0, maxHelpers).map(({ path, doc, users }) => {
      const used = new Set(users.flatMap(({ ids }) => ids))
      const told = (plan.index.topLevel.get(path) ?? []).filter(({ id }) => used.has(id))
      return [
        page.linkFile(path),
        count(users.length, 'test file'),
        firstSentence(doc, 110) ??
          listOf(
            told.slice(0, 4).map((component) => componentLink(context, component)),
            told.length,
          ),
      ]
    }),
  )
  if (helpers.length > maxHelpers) page.paragraph(`${count(helpers.length - maxHelpers, 'more file')} of the tests are used by other tests.`)
}

/** Public definitions with behaviour; said only of modules whose tests name something, for elsewhere the tests may not be understood. */
function writeUntouched(context: Context): void {
  const { plan, page } = context
  const named = plan.modulePages.flatMap(({ slug, components }) => {
    const behaving = components.filter((ranked) => behaves(ranked.component) && isPublic(plan.index, ranked.component))
    const untouched = behaving.filter(({ reach, component }) => reach.testFiles === 0 && !isTest(plan.index, component.path))
    return untouched.length === 0 || untouched.length === behaving.length ? [] : [{ slug, untouched: oneOfEach(untouched), of: behaving.length }]
  })
  if (named.length === 0) return
  const total = named.reduce((sum, { untouched }) => sum + untouched.length, 0)
  page.heading(2, 'What no test names')
  page.paragraph(
    `No test refers by name to these ${figure(total)} public functions and types, though tests name others of the same modules; the most used come first. A test may still run them through what calls them.`,
  )
  page.list(
    named
      .slice(0, maxModules)
      .map(
        ({ slug, untouched, of }) =>
          `${moduleLink(context, slug)}, ${figure(untouched.length)} of ${figure(of)}: ${listOf(
            untouched.slice(0, maxNamesOfModule).map(({ component }) => componentLink(context, component)),
            untouched.length,
          )}`,
      ),
  )
}

function behaves({ kind }: Component): boolean {
  return kind === 'function' || kind === 'class' || kind === 'struct'
}

function oneOfEach(all: readonly RankedComponent[]): readonly RankedComponent[] {
  return [...new Map([...all].reverse().map((ranked) => [ranked.component.name, ranked])).values()].sort(byRank)
}
