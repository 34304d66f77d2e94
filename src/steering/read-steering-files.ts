import { parse as parseToml } from 'smol-toml'
import { parse as parseYaml } from 'yaml'
import { bracketDepth } from '../platform/bracket-depth.js'
import { readDevinWiki } from './read-devin-wiki.js'
import { read, readWishes, type FileWishes, type Warn } from './read-wishes.js'
import { wishFields } from './wish-fields.js'

const configs = ['.codewiki/config.yml', '.codewiki/config.yaml', '.codewiki/config.json', '.codewiki/config.toml']
const instructionsPath = '.codewiki/instructions.md'
const devinPath = '.devin/wiki.json'

/** Where a repository may say how it wants to be documented, the file that counts most first. */
export const steeringPaths: readonly string[] = [...configs, instructionsPath, devinPath]
/** A longer one is not read. */
export const maxSteeringBytes = 128 * 1024

/** The files that there are, by path. What is wrong with them is told, never thrown: they are a stranger's. */
export function readSteeringFiles(texts: ReadonlyMap<string, string>, warn: Warn): FileWishes[] {
  const few = limited(warn)
  const [config, ...others] = configs.filter((path) => texts.has(path))
  for (const path of others) few(`${path} is not read, for there is ${config ?? 'another'}.`)
  const found = [
    config === undefined ? undefined : parsed(config, texts, few, readWishes),
    readInstructions(texts.get(instructionsPath), few),
    texts.has(devinPath) ? parsed(devinPath, texts, few, readDevinWiki) : undefined,
  ]
  return found.filter((one): one is FileWishes => one !== undefined)
}

function readInstructions(text: string | undefined, warn: Warn): FileWishes | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const instructions = read(instructionsPath, text, wishFields.instructions, warn)
  return instructions === undefined ? undefined : { path: instructionsPath, wishes: { instructions, focus: [], pages: [] }, include: [], exclude: [] }
}

type ReadContent = (path: string, content: unknown, warn: Warn) => FileWishes | undefined

function parsed(path: string, texts: ReadonlyMap<string, string>, warn: Warn, readContent: ReadContent): FileWishes | undefined {
  const content = parse(path, (texts.get(path) ?? '').replace(/^\ufeff/, ''), warn)
  return content === broken ? undefined : readContent(path, content, warn)
}

const broken = Symbol('broken')
const maxBrackets = 100

function parse(path: string, text: string, warn: Warn): unknown {
  try {
    if (bracketDepth(text) > maxBrackets) throw new Error('its brackets are deeper than a person would write')
    if (path.endsWith('.json')) return JSON.parse(text)
    return path.endsWith('.toml') ? parseToml(text) : parseYaml(text, { maxAliasCount: 20, logLevel: 'error' })
  } catch (error) {
    warn(`${path} cannot be read: ${String(error instanceof Error ? error.message : error).split('\n', 1)[0]?.slice(0, 200).replace(/:$/, '') ?? ''}`)
    return broken
  }
}

const mostWarnings = 20

/** A file made to fill the log does not. */
function limited(warn: Warn): Warn {
  let told = 0
  return (sentence) => {
    told += 1
    if (told < mostWarnings) warn(sentence)
    else if (told === mostWarnings) warn('There is more that is not as it should be in what steers this wiki.')
  }
}
