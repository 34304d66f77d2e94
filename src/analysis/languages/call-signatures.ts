const indented = /\n[ \t]*[ \t](?=<[\s\w])/g

/**
 * The TypeScript grammar takes a call signature with type parameters for the end of the member above, unless a semicolon parts them:
 * one takes the place of a blank before it, so that every line and column stays.
 */
export function partCallSignatures(text: string): string {
  let result = ''
  let done = 0
  for (const match of text.matchAll(indented)) {
    const at = match.index + match[0].length
    if (!followsMember(text, match.index) || !isSignature(text, at)) continue
    result += `${text.slice(done, at - 1)};`
    done = at
  }
  return done === 0 ? text : result + text.slice(done)
}

const comment = /^(\/\/|\/\*|\*)/

/** The last line of code before ends like a member without a semicolon. */
function followsMember(text: string, end: number): boolean {
  for (let stop = end; stop > 0; ) {
    const start = text.lastIndexOf('\n', stop - 1) + 1
    const line = text.slice(start, stop).trim()
    if (line !== '' && !comment.test(line)) return /[\w)\]}>'"]$/.test(line)
    stop = start - 1
  }
  return false
}

/** Longer type parameters are no signature's. */
const maxLength = 8_000

/** `<…>` and then a parenthesis. */
function isSignature(text: string, start: number): boolean {
  let depth = 0
  for (let at = start; at < text.length && at - start < maxLength; at += 1) {
    if (text[at] === '<') depth += 1
    else if (text[at] === '>' && text[at - 1] !== '=') depth -= 1
    if (depth === 0) return /^\s*\(/.test(text.slice(at + 1, at + 200))
  }
  return false
}
