/** Names that pages of our own use, or that would surprise in a URL. */
const reserved = new Set(['overview', 'index', 'source', 'search', 'readme', 'module-tree', 'metadata', 'citations', 'code-map', 'llms'])

/** Gives every module a slug that is unique, readable and safe as a file name. */
export class SlugBook {
  readonly #taken = new Set(reserved)

  take(name: string, parentPath: string): string {
    const own = slugify(name) || 'module'
    const parent = slugify(parentPath.split('/').at(-1) ?? '')
    const withParent = parent === '' ? own : `${parent}-${own}`
    for (const candidate of [own, withParent]) if (this.#claim(candidate)) return candidate
    for (let number = 2; ; number += 1) if (this.#claim(`${withParent}-${number}`)) return `${withParent}-${number}`
  }

  #claim(slug: string): boolean {
    if (this.#taken.has(slug)) return false
    this.#taken.add(slug)
    return true
  }
}

function slugify(name: string): string {
  return name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1-$2')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
}

/** `job_queue` → `Job queue`; names in capitals and package names stay. */
export function displayName(name: string): string {
  if (name.startsWith('@') || name.includes('.')) return name
  const words = name.replaceAll(/[-_]+/g, ' ').trim()
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1)
}
