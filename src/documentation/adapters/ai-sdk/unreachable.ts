/** Worth another try. What the other side asked for is told apart from what we would wait anyway. */
export class Unreachable extends Error {
  readonly why: string
  readonly askedSeconds: number | undefined

  constructor(why: string, askedSeconds?: number) {
    super(why)
    this.why = why
    this.askedSeconds = askedSeconds
  }
}
