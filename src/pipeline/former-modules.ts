import { analysisVersion } from '../analysis/analyse-code.js'
import type { FormerModules as KeptModules } from '../analysis/modules/keep-modules.js'
import type { PublishedWiki } from '../cache/published-wiki.js'
import type { WikiLibrary } from '../cache/wiki-library.js'
import { modulesFileName, readModulesFile, type ModulesFile } from '../documentation/modules-file.js'
import type { JobRun } from '../jobs/job-run.js'
import type { JobOptions, JobSubject } from '../jobs/job-status.js'
import type { Logger } from '../platform/logger.js'
import { sha256 } from '../platform/sha256.js'

/** The commit that is about to be divided into modules. */
export interface Divided {
  readonly subject: JobSubject
  /** Which files are documented. */
  readonly options: Pick<JobOptions, 'include' | 'exclude'>
  readonly commit: string
  /** ISO time. */
  readonly committedAt: string
  readonly refName: string | undefined
}

export interface FormerModulesDeps {
  readonly library: WikiLibrary
  readonly logger: Logger
}

/** Wikis hand their modules on to those of equal rules: the same analysis of the same choice of files. A model changes nothing here. */
export function moduleRules({ include, exclude }: Pick<JobOptions, 'include' | 'exclude'>): string {
  return sha256(JSON.stringify([analysisVersion, [...include].sort(), [...exclude].sort()]), 16)
}

export interface FormerModules extends KeptModules {
  /** A model has been asked about them. */
  readonly judged: boolean
}

/** Wikis that are opened, when files of the first ones cannot be read. */
const mostTried = 3

/**
 * The modules that this commit's wiki keeps, asked for once: a later attempt goes on with the same, whatever was published meanwhile, for
 * its pages may be written. They come from this very commit's wiki, when it is made again, else from the newest earlier commit's.
 * A wiki that cannot be read never fails a job.
 */
export async function formerModules(divided: Divided, deps: FormerModulesDeps, run: Pick<JobRun, 'checkpoints'>): Promise<FormerModules | undefined> {
  const step = `former-modules:${moduleRules(divided.options)}`
  let text = await run.checkpoints.get(step)
  if (text === undefined) {
    text = (await findModulesFile(divided, deps)) ?? ''
    await run.checkpoints.put(step, text)
  }
  const file = readModulesFile(text)
  return file === undefined ? undefined : { commit: handedOnFrom(file, divided.commit), modules: file.modules, judged: file.judged }
}

/** Made again, a commit's wiki says what it said at first. */
const handedOnFrom = (file: ModulesFile, commit: string): string | undefined => (file.commit === commit ? file.modulesFrom : file.commit)

async function findModulesFile(divided: Divided, { library, logger }: FormerModulesDeps): Promise<string | undefined> {
  try {
    for (const { key } of formerWikis(await library.versions(divided.subject), divided).slice(0, mostTried)) {
      const text = await readFile(key, { library, logger })
      if (text !== undefined && readModulesFile(text) !== undefined) return text
    }
  } catch (error) {
    logger.warn({ err: error, url: divided.subject.url }, 'earlier wikis could not be asked for; the modules are made anew')
  }
  return undefined
}

async function readFile(key: string, { library, logger }: FormerModulesDeps): Promise<string | undefined> {
  try {
    return (await library.openByKey(key))?.file(modulesFileName)
  } catch (error) {
    logger.warn({ err: error, wiki_key: key }, 'the modules of an earlier wiki could not be read')
    return undefined
  }
}

const formerWikis = (versions: readonly PublishedWiki[], divided: Divided): PublishedWiki[] => {
  const rules = moduleRules(divided.options)
  return earlierWikis(versions, divided).filter((wiki) => wiki.moduleRules === rules)
}

/** This commit's own first, then the same branch's or tag's, then the newest earlier commit's. Of one commit's, the one published last. */
export function earlierWikis(versions: readonly PublishedWiki[], { subject, commit, committedAt, refName }: Omit<Divided, 'options'>): PublishedWiki[] {
  const rank = (wiki: PublishedWiki) => (wiki.commit === commit ? 0 : refName !== undefined && wiki.refName === refName ? 1 : 2)
  return versions
    .filter((wiki) => wiki.url === subject.url && (wiki.commit === commit || wiki.committedAt < committedAt))
    .sort((a, b) => rank(a) - rank(b) || (a.committedAt > b.committedAt ? -1 : a.committedAt < b.committedAt ? 1 : 0))
}
