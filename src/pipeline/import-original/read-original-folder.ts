import { readFile, readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import * as z from 'zod'
import { AppError } from '../../platform/app-error.js'

/** One folder of pages, with what the original's own records say of it. */
export interface OriginalWiki {
  /** Folder with `overview.md` and the other pages. */
  readonly folder: string
  /** The original's job id: `owner--repo`. */
  readonly alias: string
  readonly repoUrl: string | undefined
  readonly mainModel: string | undefined
  readonly commitId: string | undefined
}

/** Something that could not be read; the rest is imported all the same. */
export interface ImportProblem {
  readonly where: string
  readonly code: string
  readonly message: string
}

export interface OriginalFolder {
  readonly wikis: readonly OriginalWiki[]
  readonly problems: readonly ImportProblem[]
}

const text = z.string().min(1).nullish().catch(undefined)
const jobSchema = z.object({ repo_url: z.string().min(1), status: text, docs_path: text, main_model: text, commit_id: text })
const entrySchema = z.object({ repo_url: z.string().min(1), docs_path: z.string().min(1) })
type Entry = z.infer<typeof entrySchema> & { readonly job?: z.infer<typeof jobSchema> }

/** Where the original keeps things, from the folder that it runs in, from `output`, or from one level below. */
const places = ['', 'cache', 'docs', 'output', 'output/cache', 'output/docs']

/**
 * Finds `jobs.json`, `cache_index.json` and the `*-docs` folders, given the folder that the original ran in, its `output`, or one folder
 * of pages. What the records call `docs_path` is only compared with the names of folders found here, never opened.
 * @throws AppError `import/nothing-found`
 */
export async function readOriginalFolder(path: string): Promise<OriginalFolder> {
  const root = resolve(path)
  const problems: ImportProblem[] = []
  const entries = new Map<string, Entry>()
  for (const place of places) {
    for (const entry of await readRecords(join(root, place, 'cache_index.json'), entrySchema, problems)) add(entries, entry)
    for (const job of await readRecords(join(root, place, 'jobs.json'), jobSchema, problems))
      if (job.docs_path !== undefined && job.docs_path !== null) add(entries, { repo_url: job.repo_url, docs_path: job.docs_path, job })
  }
  const folders = await findPageFolders(root)
  const wikis = folders.map((folder) => describe(folder, entries.get(basename(folder))))
  for (const name of entries.keys()) {
    if (folders.some((folder) => basename(folder) === name)) continue
    problems.push({ where: name, code: 'import/files-missing', message: 'The records name this folder of pages, but it is not there.' })
  }
  if (wikis.length === 0 && problems.length === 0) {
    throw new AppError('import/nothing-found', 'missing', `There is nothing of the original CodeWiki in ${root}.`, {
      advice: 'Name the folder that holds output/docs/*-docs, or one folder with overview.md.',
    })
  }
  return { wikis, problems }
}

/** A job says more than the cache's index, so it adds to it. */
function add(entries: Map<string, Entry>, entry: Entry): void {
  const name = basename(entry.docs_path)
  entries.set(name, { ...entries.get(name), ...entry })
}

function describe(folder: string, entry: Entry | undefined): OriginalWiki {
  return {
    folder,
    alias: basename(folder).replace(/-docs$/, ''),
    repoUrl: entry?.repo_url,
    mainModel: entry?.job?.main_model ?? undefined,
    commitId: entry?.job?.commit_id ?? undefined,
  }
}

/** An object by id. An entry that is not as expected is a problem of its own; so is a file that is no JSON. */
async function readRecords<T>(path: string, schema: z.ZodType<T>, problems: ImportProblem[]): Promise<T[]> {
  const records = await readJsonFile(path, z.record(z.string(), z.unknown()), problems)
  return Object.entries(records ?? {}).flatMap(([id, value]) => {
    const parsed = schema.safeParse(value)
    if (parsed.success) return [parsed.data]
    problems.push({ where: `${path}: ${id}`, code: 'import/invalid-record', message: `The entry is not as the original writes it (${parsed.error.issues[0]?.path.join('.') ?? ''}).` })
    return []
  })
}

/** Undefined when there is no such file, or when it cannot be read as what it should be: then that is a problem. */
export async function readJsonFile<T>(path: string, schema: z.ZodType<T>, problems: ImportProblem[]): Promise<T | undefined> {
  const content = await readFile(path, 'utf8').catch(() => undefined)
  if (content === undefined) return undefined
  try {
    return schema.parse(JSON.parse(content))
  } catch {
    problems.push({ where: path, code: 'import/invalid-json', message: `${basename(path)} is not the JSON that the original writes; it is left out.` })
    return undefined
  }
}

/** Tell a folder of pages from any other that holds a README. */
const ownFiles = new Set(['overview.md', 'module_tree.json', 'first_module_tree.json'])

async function findPageFolders(root: string): Promise<string[]> {
  if ((await namesIn(root, false)).some((name) => ownFiles.has(name.toLowerCase()))) return [root]
  const found = await Promise.all(places.map(async (place) => (await namesIn(join(root, place), true)).filter((name) => name.endsWith('-docs')).map((name) => join(root, place, name))))
  const folders = found.flat().sort()
  const filled = await Promise.all(folders.map(hasPages))
  return folders.filter((_, at) => filled[at])
}

const hasPages = async (folder: string): Promise<boolean> => (await pageNames(folder)).length > 0

/** Markdown files of the folder itself. Links are not followed. */
export const pageNames = async (folder: string): Promise<string[]> => (await namesIn(folder, false)).filter((name) => /\.md$/i.test(name)).sort()

async function namesIn(folder: string, folders: boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => (folders ? entry.isDirectory() : entry.isFile())).map(({ name }) => name)
}
