/** The contract's link to lines of a source file: `source/<percent-encoded path>#L1-L9`. Without a range: the whole file. */
export function sourceHref(path: string, range?: { readonly startLine: number; readonly endLine: number }): string {
  return `source/${encodePath(path)}${range === undefined ? '' : `#L${range.startLine}-L${range.endLine}`}`
}

/** Percent-encodes each part, with the characters that would end a Markdown link. */
export function encodePath(path: string): string {
  return path.split('/').map(encodePart).join('/')
}

function encodePart(part: string): string {
  return encodeURIComponent(part.replace(/[\ud800-\udfff]/gu, '\ufffd')).replace(
    /[()!'*~]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

export interface SourceTarget {
  readonly path: string
  /** Undefined: the whole file. */
  readonly range: { readonly startLine: number; readonly endLine: number } | undefined
}

/** The reverse of `sourceHref`; undefined when it is no such link. */
export function parseSourceHref(href: string): SourceTarget | undefined {
  const match = /^source\/([^#?]+)(?:#L(\d{1,9})(?:-L(\d{1,9}))?)?$/.exec(href)
  if (match?.[1] === undefined) return undefined
  const path = decode(match[1])
  if (path === undefined) return undefined
  if (match[2] === undefined) return { path, range: undefined }
  const startLine = Number(match[2])
  return { path, range: { startLine, endLine: match[3] === undefined ? startLine : Number(match[3]) } }
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

/** An address from repository text as a link target, when it is http or https; undefined otherwise. */
export function webHref(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || text.length > 2000) return undefined
  try {
    const url = new URL(text)
    if (url.username !== '' || url.password !== '') return undefined
    return url.href.replace(/[()|<>\\`"'*_[\]~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  } catch {
    return undefined
  }
}
