/** `Title: what it is to tell`, one a line; a page without a purpose is about its title. */
export function typedPages(lines: readonly string[]): { readonly title: string; readonly purpose: string }[] {
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf(':')
      const [title, purpose] = at < 0 ? [line, line] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
      return { title, purpose: purpose === '' ? title : purpose }
    })
}
