/** Names that pages of our own use, or that would surprise in a URL. */
const reserved = new Set(['overview', 'index', 'source', 'search', 'readme', 'module-tree', 'metadata', 'citations', 'code-map', 'llms'])

/** Gives every module a slug that is unique, readable and safe as a file name. */
export class SlugBook {
  readonly #taken: Set<string>

  /** `taken`: slugs that are not to be given out. */
  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set([...reserved, ...taken])
  }

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

/** How people write what folders and files write small. */
const spelled = new Map(
  [
    '.NET=dotnet', 'C#=csharp', 'C++=cpp', 'Node.js=nodejs', 'gRPC=grpc', 'GraphQL=graphql', 'WebSocket=websocket', 'OAuth=oauth', 'OpenAPI=openapi',
    'TypeScript=typescript', 'JavaScript=javascript', 'PostgreSQL=postgresql', 'SQLite=sqlite', 'MySQL=mysql', 'GitHub=github', 'GitLab=gitlab',
    ...'ACL ADT AI AOF API AST AWS CLI CPU CSS CSV DNS GC GPU GUI HTML HTTP HTTPS ID IDE IO IP JIT JSON JWT LLM OS PDF PHP RAM REST RPC SDK SHA1 SQL SSE SSL TCP TLS TUI UDP UI URI URL UTF8 UUID VM WAL XML YAML'
      .split(' ')
      .map((word) => `${word}=${word.toLowerCase()}`),
  ].map((pair) => [pair.slice(pair.indexOf('=') + 1), pair.slice(0, pair.indexOf('='))] as const),
)
/** Folder names that are short for a word. */
const shortFor = new Map([['src', 'source'], ['lib', 'library'], ['libs', 'libraries'], ['pkg', 'packages'], ['cmd', 'commands'], ['utils', 'utilities'], ['util', 'utilities']])
/** Short words without a vowel that are no initials. */
const clipped = new Set('bld cfg cmd ctl ctx dbg dev fmt grp mgr msg pkg prv ptr rng src std str svc sys tmp tpl tst txn txt wrk'.split(' '))

/** `job_queue` → `Job queue`, `redis-cli` → `Redis CLI`, `t_zset` → `Zset`; package names and names with capitals stay. */
export function displayName(name: string): string {
  if (name.startsWith('@') || /^[^-_ ]*\.[^-_ ]*$/.test(name)) return name
  const words = name.replace(/^[a-z]_(?=[a-z]{3})/, '').split(/[-_\s]+/).filter((word) => word !== '')
  const told = words.map((word) => shortFor.get(words.length === 1 ? word : '') ?? word).map(spell).join(' ')
  return told === '' ? name : /^\p{Ll}\p{Ll}*(?=\s|$|\d)/u.test(told) ? told.charAt(0).toUpperCase() + told.slice(1) : told
}

/** `Job queue` after another name: `job queue`; names with capitals stay. */
export const withinSentence = (name: string): string => (/^\p{Lu}\p{Ll}+( \p{Ll}+)*$/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name)

/** Words of letters and digits, joined by what names have inside. */
const plainName = /^[\p{L}\p{N}][\p{L}\p{N}+#.'&-]*(?: (?:[\p{L}\p{N}&][\p{L}\p{N}+#.'-]*)){0,3}$/u
const fileName = /\.[a-z]{1,4}$/i

/** One to four words that somebody may call a module by: no path, no file, no markup, no sentence. */
export const isPlainName = (text: string): boolean => text.length <= 40 && plainName.test(text) && !fileName.test(text) && !text.endsWith('.')

function spell(word: string): string {
  const known = spelled.get(word)
  if (known !== undefined) return known
  return /^[bcdfghjklmnpqrstvwxz]{2,4}$/.test(word) && !clipped.has(word) ? word.toUpperCase() : word
}

/** What a folder is called when it holds `v3` of something: `client v3`. */
export function withVersion(folder: string, parent: string): string {
  return /^v\d+$/.test(folder) && parent !== '' ? `${parent} ${folder}` : folder
}

/**
 * A workspace's declared name when it says what its folder says; else the folder's: `@scope/core` in `core` stays, `queue-python` and
 * `queue-dotnet-release` of the project `queue` are `python` and `dotnet`.
 */
export function workspaceName(folder: string, declared: string | undefined): string {
  return declared?.replace(/^@[^/]+\//, '') === folder ? declared : folder
}
