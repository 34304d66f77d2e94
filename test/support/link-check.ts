import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

export interface LinkReport {
  readonly pages: number
  readonly links: number
  /** `page: address` of every relative address that leads to no file, to no anchor, or out of the folder. */
  readonly dead: readonly string[]
  /** Every address with a scheme or host. */
  readonly outside: readonly string[]
  /** Addresses that a browser would load by itself from elsewhere, and everything that runs. */
  readonly loaded: readonly string[]
}

/** Follows every `href` and `src` of every HTML file of the folder, as a browser that opened it from the disk. */
export function checkLinks(folder: string): LinkReport {
  const texts = new Map<string, string>()
  const read = (file: string) => texts.get(file) ?? texts.set(file, readFileSync(file, 'utf8')).get(file) ?? ''
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'))
  const [dead, outside, loaded]: [string[], string[], string[]] = [[], [], []]
  let links = 0
  for (const name of pages) {
    const page = join(folder, name)
    const html = read(page)
    for (const [script] of html.matchAll(/<(?:script|iframe|object|embed|base|form)\b[^>]*>|\son\w+="|@import|url\((?!#)[^)]*\)/g)) loaded.push(`${name}: ${script}`)
    for (const [, tag, attributes = ''] of html.matchAll(/<([a-z]+)((?:\s[^<>]*)?)>/g)) {
      for (const [, escaped = ''] of attributes.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
        const address = escaped.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
        links += 1
        if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(address)) {
          outside.push(address)
          if (tag !== 'a') loaded.push(`${name}: ${address}`)
        } else if (!leadsSomewhere(address, page, folder, read)) dead.push(`${relative(folder, page)}: ${address}`)
      }
    }
  }
  return { pages: pages.length, links, dead, outside, loaded }
}

function leadsSomewhere(address: string, page: string, folder: string, read: (file: string) => string): boolean {
  const [path = '', anchor = ''] = address.split('#')
  const file = path === '' ? page : resolve(dirname(page), decodeURIComponent(path))
  if (!file.startsWith(resolve(folder) + sep) || !existsSync(file)) return false
  return anchor === '' || read(file).includes(` id="${decodeURIComponent(anchor).replaceAll('"', '&quot;')}"`)
}
