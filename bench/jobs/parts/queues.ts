import type { Contender } from '../engine.js'
import type { Lab } from '../lab.js'
import { digits, median, progress, quantile, table, times, title, type Finding } from '../../report.js'
import { measure, warmUp, type Figures, type Sizes } from '../scenarios.js'

/** Contenders beside each other, in turns, so that what else the machine does falls on all of them. Medians of the rounds, after one that is not counted. */
async function race(lab: Lab, contenders: readonly Contender[], sizes: Sizes): Promise<ReadonlyMap<Contender, Figures>> {
  const { rounds } = sizes
  const measured = new Map<Contender, Figures[]>(contenders.map((contender) => [contender, []]))
  for (const contender of contenders) {
    progress(`warming up: ${contender.name}`)
    await warmUp(lab, contender, sizes)
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const [contender, figures] of measured) {
      progress(`round ${round} of ${rounds}: ${contender.name}`)
      figures.push(await measure(lab, contender, sizes))
    }
  }
  return new Map([...measured].map(([contender, figures]) => [contender, joined(figures)]))
}

const joined = (figures: readonly Figures[]): Figures => ({
  enqueuePerSecond: median(figures.map((one) => one.enqueuePerSecond)),
  completePerSecond: median(figures.map((one) => one.completePerSecond)),
  pickUpsMs: figures.flatMap((one) => one.pickUpsMs),
  pickUpsAcrossMs: figures.flatMap((one) => one.pickUpsAcrossMs),
})

const p50 = (waits: readonly number[]) => quantile(waits, 0.5)

function show(figures: ReadonlyMap<Contender, Figures>): void {
  const waits = (values: readonly number[]) => [0.5, 0.99].map((share) => digits(quantile(values, share)))
  table(
    ['', 'enqueue /s', 'enqueue→complete /s', 'pick-up p50 ms', 'p99', 'across processes p50 ms', 'p99', 'conditions'],
    [...figures].map(([{ name, conditions }, one]) => [
      name,
      digits(one.enqueuePerSecond),
      digits(one.completePerSecond),
      ...waits(one.pickUpsMs),
      ...waits(one.pickUpsAcrossMs),
      conditions,
    ]),
  )
}

/** More than 1× is better: more jobs a second, or as much less time. */
function showRatios(ours: Contender, figures: ReadonlyMap<Contender, Figures>): void {
  const own = figures.get(ours)
  if (own === undefined) return
  table(
    [`${ours.name} against`, 'enqueue', 'enqueue→complete', 'pick-up p50', 'across processes p50'],
    [...figures]
      .filter(([{ isOurs }]) => !isOurs)
      .map(([{ name }, peer]) => [
        name,
        times(own.enqueuePerSecond / peer.enqueuePerSecond),
        times(own.completePerSecond / peer.completePerSecond),
        times(p50(peer.pickUpsMs) / p50(own.pickUpsMs)),
        times(p50(peer.pickUpsAcrossMs) / p50(own.pickUpsAcrossMs)),
      ]),
  )
}

const pickUpFindings = (name: string, { pickUpsMs, pickUpsAcrossMs }: Figures): Finding[] => [
  { goal: `${name}: pick-up p50 <= 1 ms in process`, figure: `${digits(p50(pickUpsMs))} ms`, isMet: p50(pickUpsMs) <= 1 },
  { goal: `${name}: pick-up p50 <= 10 ms across processes`, figure: `${digits(p50(pickUpsAcrossMs))} ms`, isMet: p50(pickUpsAcrossMs) <= 10 },
]

export async function embeddedPart(lab: Lab, contenders: readonly Contender[], sizes: Sizes): Promise<Finding[]> {
  const figures = await race(lab, contenders, sizes)
  title('Embedded: one SQLite file')
  show(figures)
  const [ours] = contenders
  const own = ours && figures.get(ours)
  if (ours === undefined || own === undefined) return []
  const equals = new Map([...figures].filter(([{ isVariant }]) => !isVariant))
  title('Ratios at equal durability (synchronous=FULL)')
  showRatios(ours, equals)
  const peers = [...equals].filter(([{ isOurs }]) => !isOurs).map(([{ name }, peer]) => ({ name, ratio: own.completePerSecond / peer.completePerSecond }))
  return [
    ...pickUpFindings('SQLite', own),
    {
      goal: 'durable enqueue→complete ahead of every embedded peer at equal durability',
      figure: peers.map(({ name, ratio }) => `${times(ratio)} of ${name}`).join(', '),
      isMet: peers.every(({ ratio }) => ratio > 1),
    },
  ]
}

export async function serversPart(lab: Lab, contenders: readonly Contender[], sizes: Sizes): Promise<Finding[]> {
  const figures = await race(lab, contenders, sizes)
  title('On servers: PostgreSQL, Redis')
  show(figures)
  const [ours, bare] = contenders
  const [own, engine] = [ours && figures.get(ours), bare && figures.get(bare)]
  if (ours === undefined || own === undefined || engine === undefined) return []
  title('Ratios on servers')
  showRatios(ours, figures)
  const ratio = engine.completePerSecond / own.completePerSecond
  return [
    ...pickUpFindings('PostgreSQL', own),
    { goal: 'on PostgreSQL enqueue→complete within 1.2× of the bare engine', figure: `${times(ratio)} the time of ${bare?.name ?? ''}`, isMet: ratio <= 1.2 },
  ]
}
