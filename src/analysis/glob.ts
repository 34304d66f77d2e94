/** `*` within a part, `**` over parts, `?` one character, a pattern without a slash anywhere, a trailing slash a whole folder. Matched without regular expressions of the user's, so none can be slow. */
export function makeGlobMatcher(patterns: readonly string[]): (path: string) => boolean {
  const prepared = patterns.map((pattern) => {
    const plain = pattern.replace(/^\.?\//, '')
    const whole = plain.endsWith('/') ? `${plain}**` : plain
    return (whole.includes('/') ? whole : `**/${whole}`).split('/')
  })
  return (path) => {
    const parts = path.split('/')
    return prepared.some((pattern) => matchParts(pattern, parts) || matchParts([...pattern, '**'], parts))
  }
}

/** Greedy with one point of return: linear in practice, quadratic at worst. */
function matchParts(pattern: readonly string[], parts: readonly string[]): boolean {
  return matchSequence(pattern.length, parts.length, (p) => pattern[p] === '**', (p, i) => matchText(pattern[p] ?? '', parts[i] ?? ''))
}

function matchText(pattern: string, text: string): boolean {
  return matchSequence(pattern.length, text.length, (p) => pattern[p] === '*', (p, i) => pattern[p] === '?' || pattern[p] === text[i])
}

function matchSequence(patternLength: number, length: number, isStar: (p: number) => boolean, fits: (p: number, i: number) => boolean): boolean {
  let p = 0
  let i = 0
  let star = -1
  let from = 0
  while (i < length) {
    if (p < patternLength && !isStar(p) && fits(p, i)) {
      p += 1
      i += 1
    } else if (p < patternLength && isStar(p)) {
      star = p
      from = i
      p += 1
    } else if (star >= 0) {
      p = star + 1
      from += 1
      i = from
    } else return false
  }
  while (p < patternLength && isStar(p)) p += 1
  return p === patternLength
}
