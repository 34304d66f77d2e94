import type { Component } from '../../../analysis/code-map.js'
import { firstSentence } from '../../doc-comments/first-sentence.js'
import { citeComponent, componentLink, moduleLink, type PageContext } from '../../pages/page-context.js'
import { isPublic, isSource } from '../../plan/code-index.js'
import { rankComponent } from '../../plan/rank.js'
import { rememberOf } from '../../plan/remember.js'
import { wordsOfName } from '../../plan/words-of-name.js'
import { compareText, count } from '../../prose.js'
import { writtenName } from '../../../analysis/written-name.js'
import type { PlannedTopic, WikiPlan } from '../../wiki-plan.js'
import { isProductPath } from '../is-aside.js'
import { usesOfKind, writeUses } from './uses-section.js'

const maxNamed = 16

/** Words of names that are about who somebody is and what they may do. `author`, `token` and `session` alone mean many things. */
const words = new Set('auth authenticate authenticates authenticated authenticator authentication authorize authorise authorized authorization authorisation authorizer login logout signin signout oauth oauth2 oidc saml jwt jws jwk jwks acl acls rbac permission permissions csrf xsrf cors unauthorized forbidden password passwords credential credentials sso mfa totp'.split(' '))
const kinds: ReadonlySet<string> = new Set(['class', 'interface', 'struct', 'function', 'method'])

/** Definitions whose names say that they are about access, those for use from outside and with a comment first, then by rank. */
export const accessComponents = rememberOf(({ index, modulePages }: WikiPlan): readonly Component[] => {
  const tops = modulePages.flatMap(({ components }) => components.map(({ component }) => component)).filter(({ path }) => isSource(index, path) && isProductPath(path))
  const named = tops.flatMap((top) => (isAbout(top) ? [top] : (index.members.get(top.id) ?? []).filter(isAbout)))
  return named
    .map((component) => ({ component, isOpen: isPublic(index, component), score: rankComponent(index, component).score }))
    .sort((a, b) => Number(b.isOpen) - Number(a.isOpen) || Number(b.component.doc !== undefined) - Number(a.component.doc !== undefined) || b.score - a.score || compareText(a.component.id, b.component.id))
    .map(({ component }) => component)
})

function isAbout({ name, kind }: Component): boolean {
  return kinds.has(kind) && wordsOfName(name).some((word) => words.has(word))
}

export const accessKind = { heading: 'Libraries and annotations', kinds: ['authentication'], says: 'uses what others made for it' } as const

/** Where the code asks who somebody is and what they may do. */
export function writeAccess(context: PageContext<PlannedTopic>): void {
  const { plan, page } = context
  const named = accessComponents(plan)
  const used = usesOfKind(plan, accessKind)
  if (named.length === 0 && used.length === 0) return
  page.heading(2, 'Authentication and authorisation')
  if (named.length > 0) {
    page.paragraph(`${count(named.length, 'definition')} ${named.length === 1 ? 'says by its name that it is' : 'say by their names that they are'} about who somebody is, or what they may do.`)
    page.table(
      ['Definition', 'What it is', 'Module', 'Source'],
      named.slice(0, maxNamed).map((component) => {
        const module = plan.graph.moduleOfFile.get(component.path)
        return [componentLink(context, component, writtenName(component)), firstSentence(component.doc, 120) ?? '', module === undefined ? '' : moduleLink(context, module), citeComponent(context, component)]
      }),
    )
    if (named.length > maxNamed) page.paragraph(`${count(named.length - maxNamed, 'more such definition')}.`)
  }
  if (used.length === 0) return
  page.heading(3, accessKind.heading)
  writeUses(context, accessKind)
}
