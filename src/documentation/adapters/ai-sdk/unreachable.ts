/** Worth another try. What the other side asked for is told apart from what we would wait anyway. */
export class Unreachable extends Error {
  readonly why: string
  readonly askedSeconds: number | undefined
  /** It broke amid the call, so it may have been paid for. */
  readonly mayCost: boolean

  constructor(why: string, askedSeconds?: number, mayCost = false) {
    super(why)
    this.why = why
    this.askedSeconds = askedSeconds
    this.mayCost = mayCost
  }
}
