import type { Surroundings } from '../../../analysis/code-map.js'
import { inlineCode } from '../../markdown/escape.js'
import { componentLink, moduleLink, type PageContext } from '../../pages/page-context.js'
import { group } from '../../plan/code-index.js'
import { compareText, count, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { productFirst } from '../is-aside.js'
import { routeHandler } from './route-handler.js'

type Route = Surroundings['routes'][number]

const maxRows = 60
const maxFiles = 12

/** Routes by the module that answers; a long list by file. */
export function writeRoutes(context: PageContext<PlannedTopic>): void {
  const { plan, page } = context
  const routes = productFirst(plan.code.surroundings.routes)
  if (routes.length === 0) return
  const labels = [...new Set(routes.map(({ framework }) => framework))].sort(compareText)
  page.heading(2, 'HTTP routes')
  page.paragraph(
    `${count(routes.length, 'route')} ${routes.length === 1 ? 'is' : 'are'} named in the code, in the way of ${listOf(labels)}. Paths are as written there: the prefix under which another file mounts a router is not added.`,
  )
  const rows = routes.slice(0, maxRows)
  page.table(
    ['Method', 'Path', 'Answered by', 'Module', 'Source'],
    rows.map((route) => [route.method, inlineCode(route.path === '' ? "''" : shorten(route.path, 90)), handlerOf(context, route), moduleOf(context, route.file), page.cite({ path: route.file, startLine: route.startLine, endLine: route.startLine })]),
  )
  const rest = [...group(routes.slice(rows.length), ({ file }) => [file])]
  if (rest.length === 0) return
  page.paragraph(`${count(routes.length - rows.length, 'more route')}:`)
  page.list(rest.slice(0, maxFiles).map(([file, own]) => `${page.linkFile(file)}: ${listOf(own.slice(0, 8).map(({ method, path }) => inlineCode(`${method} ${shorten(path, 60)}`)), own.length)}`))
  if (rest.length > maxFiles) page.paragraph(`And in ${count(rest.length - maxFiles, 'more file')}.`)
}

function handlerOf(context: PageContext<PlannedTopic>, route: Route): string {
  const found = routeHandler(context.plan, route)
  return found === undefined ? inlineCode(shorten(route.handler ?? '', 60)) : componentLink(context, found)
}

function moduleOf(context: PageContext<PlannedTopic>, file: string): string {
  const module = context.plan.graph.moduleOfFile.get(file)
  return module === undefined ? '' : moduleLink(context, module)
}
