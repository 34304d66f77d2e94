import type { PackageFacts } from '../../../analysis/packages/package-facts.js'
import { inlineCode } from '../../markdown/escape.js'
import type { PageContext } from '../../pages/page-context.js'
import { count, listOf } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'

const maxManifests = 12

/** Manifests of benchmarks, web sites and tools, each in a line. */
export function writeAside({ page }: PageContext<PlannedTopic>, packages: readonly PackageFacts[]): void {
  const asking = packages.filter(({ dependencies }) => dependencies.length > 0)
  if (asking.length === 0) return
  page.heading(2, 'Beside the product')
  page.list(
    asking.slice(0, maxManifests).map(({ path, dependencies }) => {
      const names = [...new Set(dependencies.map(({ name }) => name))]
      return `${page.linkFile(path)}: ${count(names.length, 'library')}, ${listOf(names.slice(0, 5).map(inlineCode), names.length)}`
    }),
  )
  if (asking.length > maxManifests) page.paragraph(`${count(asking.length - maxManifests, 'more manifest')} of the same kind.`)
}
