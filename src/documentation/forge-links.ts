import { encodePath } from './markdown/links.js'
import type { WikiSubject } from './wiki-plan.js'

export type Forge = 'github' | 'gitlab' | 'bitbucket' | 'gitea' | 'sourcehut'

const knownHosts: ReadonlyMap<string, Forge> = new Map([
  ['github.com', 'github'],
  ['gitlab.com', 'gitlab'],
  ['bitbucket.org', 'bitbucket'],
  ['codeberg.org', 'gitea'],
  ['gitea.com', 'gitea'],
  ['git.sr.ht', 'sourcehut'],
])

/** The software behind a host, by its name alone: public ones are known, others tell it by custom (`gitlab.example.org`). */
export function forgeOf(host: string): Forge | undefined {
  const name = host.toLowerCase()
  const known = knownHosts.get(name)
  if (known !== undefined) return known
  const first = name.split(/[.:]/)[0] ?? ''
  if (first === 'gitlab' || first === 'github') return first
  return first === 'gitea' || first === 'forgejo' ? 'gitea' : undefined
}

/** The lines at the commit on the repository's own forge; undefined when the forge is not known. Without lines: the whole file. */
export function forgeSourceUrl(
  subject: Pick<WikiSubject, 'url' | 'host' | 'commit'>,
  path: string,
  lines?: { readonly startLine: number; readonly endLine: number },
): string | undefined {
  const forge = forgeOf(subject.host)
  if (forge === undefined || !/^https?:\/\//.test(subject.url)) return undefined
  const [file, { commit, url }] = [encodePath(path), subject]
  const one = lines === undefined || lines.startLine === lines.endLine
  const range = (first: string, between: string) =>
    lines === undefined ? '' : `#${first}${lines.startLine}${one ? '' : `${between}${lines.endLine}`}`
  if (forge === 'github') return `${url}/blob/${commit}/${file}${range('L', '-L')}`
  if (forge === 'gitlab') return `${url}/-/blob/${commit}/${file}${range('L', '-')}`
  if (forge === 'bitbucket') return `${url}/src/${commit}/${file}${range('lines-', ':')}`
  if (forge === 'gitea') return `${url}/src/commit/${commit}/${file}${range('L', '-L')}`
  return `${url}/tree/${commit}/item/${file}${range('L', '-')}`
}
