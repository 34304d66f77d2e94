import { sha256 } from '../platform/sha256.js'

/** File of a page. No slug holds an underscore, so the entry of the site can belong to nobody else. */
export function pageFile(slug: string): string {
  if (slug === 'overview') return 'index.html'
  return slug === 'index' ? 'index_.html' : `${slug}.html`
}

/**
 * Names for pages of source files: one flat folder, `src/main/cli.ts` → `src~main~cli.ts.html`. A path that some file system or web
 * server could trip over gets the hash of itself, as does one that differs from another only by case.
 */
export class SourceNames {
  readonly #names = new Map<string, string>()
  readonly #taken = new Set<string>()

  nameOf(path: string): string {
    const known = this.#names.get(path)
    if (known !== undefined) return known
    const plain = /^[a-z0-9_][\w.@+/-]{0,180}$/i.test(path) ? path.replaceAll('/', '~') : undefined
    const name = `${plain === undefined || this.#taken.has(plain.toLowerCase()) ? hashed(path) : plain}.html`
    this.#names.set(path, name)
    if (plain !== undefined) this.#taken.add(plain.toLowerCase())
    return name
  }
}

const hashed = (path: string): string => `~${sha256(path, 16)}`
