const wordCharacter = /[\p{L}\p{N}_$]/u

/** Where a name stands by itself in a text. A name may hold any character (`+`, a name in backticks), so no pattern is made of it. */
export function wholeWords(text: string, name: string): number[] {
  const isWord = (at: number): boolean => wordCharacter.test(text.charAt(at))
  const places: number[] = []
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + Math.max(1, name.length))) if (!isWord(at - 1) && !isWord(at + name.length)) places.push(at)
  return places
}

/** What the pattern, which begins with `^`, captures behind a name, where it first does. */
export function capturedAfter(text: string, name: string, pattern: RegExp): string | undefined {
  for (const at of wholeWords(text, name)) {
    const found = pattern.exec(text.slice(at + name.length))?.[1]
    if (found !== undefined) return found
  }
  return undefined
}
