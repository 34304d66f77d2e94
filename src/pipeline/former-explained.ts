import { readModuleNames, writeModuleNames, type ModuleName } from '../documentation/module-names.js'
import { readProseRecords, type ProseRecord } from '../documentation/prose-record.js'
import type { JobRun } from '../jobs/job-run.js'
import { earlierWikis, type Divided, type FormerModulesDeps } from './former-modules.js'

/** What a model made of the wiki before, by slug. */
export interface FormerExplained {
  readonly prose: ReadonlyMap<string, ProseRecord>
  readonly names: ReadonlyMap<string, ModuleName>
}

const step = 'former-explained'
/** Wikis that are opened, when the first ones hold no explained page. */
const mostTried = 3

/** Asked for once, as the former modules are: a later attempt compares itself with the same. A wiki that cannot be read never fails a job. */
export async function formerExplained(divided: Omit<Divided, 'options'>, deps: FormerModulesDeps, run: Pick<JobRun, 'checkpoints'>): Promise<FormerExplained> {
  let text = await run.checkpoints.get(step)
  if (text === undefined) {
    text = write(await find(divided, deps))
    await run.checkpoints.put(step, text)
  }
  return read(text)
}

const read = (text: string): FormerExplained => ({ prose: readProseRecords(text), names: readModuleNames(text) })

/** In the shape of the wiki's own file. */
function write({ prose, names }: FormerExplained): string {
  const pages = [...prose].map(([slug, record]) => ({ slug, prose: { ...record, summary: record.summary ?? null } }))
  return JSON.stringify({ pages, module_names: writeModuleNames(names.values()) })
}

async function find(divided: Omit<Divided, 'options'>, { library, logger }: FormerModulesDeps): Promise<FormerExplained> {
  try {
    const explained = earlierWikis(await library.versions(divided.subject), divided).filter(({ mainModel }) => mainModel !== undefined)
    for (const { key } of explained.slice(0, mostTried)) {
      const found = read((await library.openByKey(key))?.file('metadata.json') ?? '')
      if (found.prose.size > 0 || found.names.size > 0) return found
    }
  } catch (error) {
    logger.warn({ err: error, url: divided.subject.url }, 'earlier wikis could not be asked what they were written from')
  }
  return { prose: new Map(), names: new Map() }
}
