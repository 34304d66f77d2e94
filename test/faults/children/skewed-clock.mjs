// Loaded before anything else in a process (`--import`): its wall clock is wrong by `TEST_CLOCK_SKEW_MS`.
const skewMs = Number(process.env.TEST_CLOCK_SKEW_MS)
const RealDate = Date

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + skewMs)
    else super(...args)
  }

  static now() {
    return RealDate.now() + skewMs
  }
}
