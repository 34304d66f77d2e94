import { expect, it } from 'vitest'
import { AppError } from './app-error.js'
import { Batches, type Settled } from './batches.js'

/** Answers with ten times what was asked; remembers the batches. The gate holds the first one back. */
function tenfold(most: number, refuse: (asked: number) => Settled<number> | Error | undefined = () => undefined) {
  const seen: number[][] = []
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  const batches = new Batches<number, number>(async (batch) => {
    seen.push([...batch])
    await gate
    return batch.map((asked) => {
      const refusal = refuse(asked)
      if (refusal instanceof Error) throw refusal
      return refusal ?? { answer: asked * 10 }
    })
  }, most)
  return { batches, seen, open }
}

it('does together what is asked at once, and what comes meanwhile as the next batch, in its order', async () => {
  const { batches, seen, open } = tenfold(100)
  const first = [batches.ask(1), batches.ask(2)]
  await Promise.resolve()
  const later = [batches.ask(3), batches.ask(4), batches.ask(5)]
  open()
  expect(await Promise.all([...first, ...later])).toEqual([10, 20, 30, 40, 50])
  expect(seen).toEqual([[1, 2], [3, 4, 5]])
  expect(await batches.ask(6)).toBe(60)
})

it('does no more than so many together', async () => {
  const { batches, seen, open } = tenfold(2)
  open()
  await Promise.all([1, 2, 3, 4, 5].map((asked) => batches.ask(asked)))
  expect(seen).toEqual([[1, 2], [3, 4], [5]])
})

it('refuses one of a batch alone', async () => {
  const { batches, open } = tenfold(100, (asked) => (asked === 2 ? { refused: new Error('not you') } : undefined))
  open()
  const answers = await Promise.allSettled([1, 2, 3].map((asked) => batches.ask(asked)))
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

it('tries each by itself when the batch throws, so that the one to blame fails alone', async () => {
  const { batches, seen, open } = tenfold(100, (asked) => (asked === 2 ? new Error('cannot be done') : undefined))
  open()
  const answers = await Promise.allSettled([1, 2, 3].map((asked) => batches.ask(asked)))
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(seen).toEqual([[1, 2, 3], [1], [2], [3]])
})

it('fails all of a batch in an outage, and goes on with the next', async () => {
  let isAway = true
  const outage = new AppError('test/away', 'transient', 'It is away.', { isOutage: true })
  const { batches, seen, open } = tenfold(100, () => (isAway ? outage : undefined))
  open()
  const answers = await Promise.allSettled([1, 2, 3].map((asked) => batches.ask(asked)))
  expect(answers.map((answer) => (answer.status === 'rejected' ? answer.reason : answer.value))).toEqual([outage, outage, outage])
  isAway = false
  expect(await batches.ask(4)).toBe(40)
  expect(seen).toEqual([[1, 2, 3], [4]])
})
