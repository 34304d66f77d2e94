import type { Readable } from 'node:stream'

/**
 * Objects in arrays of a JSON object that may be longer than a string can be: for each of the named arrays in the order of the text, each
 * item by itself. Reads no further than the last of the names. The text is one of ours: an object of values, valid JSON.
 */
export async function* arrayItems(json: Readable, names: readonly string[]): AsyncGenerator<{ readonly name: string; readonly item: unknown }> {
  const scan = new Scan()
  json.setEncoding('utf8')
  const left = new Set(names)
  for await (const chunk of json) {
    for (const found of scan.take(String(chunk))) {
      if (found.item !== undefined && left.has(found.name)) yield { name: found.name, item: JSON.parse(found.item) as unknown }
      if (found.item === undefined && left.delete(found.name) && left.size === 0) return
    }
  }
}

/** `item` undefined: the array is at its end. */
interface Found {
  readonly name: string
  readonly item: string | undefined
}

/** Follows braces and quotes. Depth 1 is the object itself, 2 an array of it, 3 an item of that. */
class Scan {
  #depth = 0
  #inText = false
  #escaped = false
  #name = ''
  /** What belongs to the open item or, at depth 1, to the last text. */
  #kept = ''

  take(chunk: string): Found[] {
    const found: Found[] = []
    let from = 0
    for (let at = 0; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at)
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false
        else if (code === backslash) this.#escaped = true
        else if (code === quote) {
          this.#inText = false
          if (this.#depth === 1) this.#name = this.#kept + chunk.slice(from, at)
        }
        continue
      }
      if (code === quote) {
        this.#inText = true
        if (this.#depth === 1) [this.#kept, from] = ['', at + 1]
      } else if (code === openBrace || code === openBracket) {
        this.#depth += 1
        if (this.#depth === 3) [this.#kept, from] = ['', at]
      } else if (code === closeBrace || code === closeBracket) {
        if (this.#depth === 3) found.push({ name: this.#name, item: this.#kept + chunk.slice(from, at + 1) })
        if (this.#depth === 2) found.push({ name: this.#name, item: undefined })
        this.#depth -= 1
      }
    }
    this.#kept = this.#depth >= 3 || (this.#depth === 1 && this.#inText) ? this.#kept + chunk.slice(from) : ''
    return found
  }
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [34, 92, 123, 125, 91, 93]
