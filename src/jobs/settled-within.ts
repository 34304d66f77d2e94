/** Waits for the work, at most so long. False: the time was up first. A failure of the work is thrown. */
export async function settledWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  try {
    return await Promise.race([work.then(() => true as const), timeUp])
  } finally {
    clearTimeout(timer)
  }
}
