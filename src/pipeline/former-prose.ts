import { readProseRecords, type ProseRecord } from '../documentation/prose-record.js'
import type { JobRun } from '../jobs/job-run.js'
import { earlierWikis, type Divided, type FormerModulesDeps } from './former-modules.js'

const step = 'former-prose'
/** Wikis that are opened, when the first ones hold no explained page. */
const mostTried = 3

/**
 * By slug: what the wiki before was explained from. Asked for once, as the former modules are: a later attempt compares itself with the
 * same. A wiki that cannot be read never fails a job.
 */
export async function formerProse(divided: Omit<Divided, 'options'>, deps: FormerModulesDeps, run: Pick<JobRun, 'checkpoints'>): Promise<ReadonlyMap<string, ProseRecord>> {
  let text = await run.checkpoints.get(step)
  if (text === undefined) {
    text = JSON.stringify({ pages: [...(await findRecords(divided, deps))].map(([slug, prose]) => ({ slug, prose: { ...prose, summary: prose.summary ?? null } })) })
    await run.checkpoints.put(step, text)
  }
  return readProseRecords(text)
}

async function findRecords(divided: Omit<Divided, 'options'>, { library, logger }: FormerModulesDeps): Promise<ReadonlyMap<string, ProseRecord>> {
  try {
    const explained = earlierWikis(await library.versions(divided.subject), divided).filter(({ mainModel }) => mainModel !== undefined)
    for (const { key } of explained.slice(0, mostTried)) {
      const records = readProseRecords((await library.openByKey(key))?.file('metadata.json') ?? '')
      if (records.size > 0) return records
    }
  } catch (error) {
    logger.warn({ err: error, url: divided.subject.url }, 'earlier wikis could not be asked what they were written from')
  }
  return new Map()
}
