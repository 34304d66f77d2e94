const begin = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g
const end = /-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g

/** A key of 16,384 bits, with marks around each line, is shorter. */
const maxBody = 24_000

/** A line of key material, in a comment or string of any language. */
const material = /^[\s*#/"'`>|+;,.-]{0,40}[A-Za-z0-9+/=]{32,}/

/** Replaces blocks of key material, finished or cut off, but not code that only names their first and last line. */
export function redactPrivateKeys(text: string): string {
  let [redacted, done] = ['', 0]
  const matches = [...text.matchAll(begin)]
  for (const [at, match] of matches.entries()) {
    const from = match.index + match[0].length
    const to = endOfKey(text.slice(from, Math.min(from + maxBody, matches[at + 1]?.index ?? text.length)), from)
    if (to === undefined) continue
    redacted += `${text.slice(done, match.index)}[redacted private key]${'\n'.repeat(text.slice(match.index, to).split('\n').length - 1)}`
    done = to
  }
  return done === 0 ? text : redacted + text.slice(done)
}

/** `body`: what follows the first line, which ends at `from`. Undefined when that is no key material. */
function endOfKey(body: string, from: number): number | undefined {
  end.lastIndex = 0
  const close = end.exec(body)
  if (close !== null && isMaterial(body.slice(0, close.index))) return from + close.index + close[0].length
  let to = 0
  const lines = body.split('\n')
  for (const [at, line] of lines.entries()) {
    if (at > 0 && !material.test(line)) break
    to += line.length + (at === 0 ? 0 : 1)
  }
  return isMaterial(body.slice(0, to)) ? from + to : undefined
}

/** Mostly long runs of base64. */
function isMaterial(body: string): boolean {
  const plain = body.replace(/\\[nrt]/g, ' ').replace(/[\s*#"'`]+/g, ' ')
  const runs = plain.split(/[^A-Za-z0-9+/=]+/).filter((run) => run.length >= 24)
  const total = runs.reduce((sum, run) => sum + run.length, 0)
  return total >= 40 && total >= plain.length * 0.5
}
