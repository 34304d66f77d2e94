import { inlineCode } from '../../markdown/escape.js'
import { moduleLink, type PageContext } from '../../pages/page-context.js'
import { compareText, count, listOf } from '../../prose.js'
import type { PlannedTopic, WikiPlan } from '../../wiki-plan.js'
import { settingsOf, type Setting } from '../configuration/settings.js'
import { isProductPath } from '../is-aside.js'
import { citeLine } from '../outside-places.js'

const maxRows = 30
const secret = /(?:^|_)(?:PASS|PASSWD|PASSWORD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|AUTH_?KEY|ENCRYPTION_?KEY|SIGNING_?KEY|MASTER_?KEY|DSN)(?:_|$)/i

/** Variables whose names say that they hold a secret, read by the product's code. */
export function secretSettings({ code }: WikiPlan): readonly Setting[] {
  return settingsOf(code).flatMap((one) => {
    const reads = one.reads.filter(({ path }) => isProductPath(path))
    return secret.test(one.name) && reads.length > 0 ? [{ ...one, reads }] : []
  })
}

export function writeSecretSettings(context: PageContext<PlannedTopic>): void {
  const { plan, page } = context
  const settings = secretSettings(plan)
  if (settings.length === 0) return
  const configuration = plan.pages.find((one) => one.kind === 'topic' && one.address === 'configuration')
  page.heading(2, 'Secrets from the environment')
  page.paragraph(`${count(settings.length, 'variable')} that the code reads ${settings.length === 1 ? 'says by its name that it holds' : 'say by their names that they hold'} a secret.${configuration === undefined ? '' : ` All variables are on [${configuration.title}](${configuration.slug}.md).`}`)
  page.table(
    ['Variable', 'Read in', 'Modules'],
    settings.slice(0, maxRows).map(({ name, reads }) => {
      const modules = [...new Set(reads.flatMap(({ path }) => plan.graph.moduleOfFile.get(path) ?? []))].sort(compareText)
      return [inlineCode(name), listOf(reads.slice(0, 3).map(({ path, line }) => citeLine(context, path, line)), reads.length), listOf(modules.slice(0, 3).map((id) => moduleLink(context, id)), modules.length)]
    }),
  )
  if (settings.length > maxRows) page.paragraph(`${count(settings.length - maxRows, 'more variable')}.`)
}
