/** `de`, `pt-BR`, `German`, `Deutsch` → `de`, `pt-BR`, `de`, `de`. Undefined when it names no language that is known here. */
export function languageTag(text: string): string | undefined {
  return tagsByName().get(text.trim().toLowerCase()) ?? canonicalTag(text.trim().replaceAll('_', '-'))
}

/** In English: `German`, `Brazilian Portuguese`. */
export function languageName(tag: string): string {
  return englishNames.of(tag) ?? tag
}

const englishNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })

function canonicalTag(text: string): string | undefined {
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(text)) return undefined
  try {
    const [tag] = Intl.getCanonicalLocales(text)
    return tag === undefined || englishNames.of(tag.split('-')[0] ?? tag) === undefined ? undefined : tag
  } catch {
    return undefined
  }
}

let known: ReadonlyMap<string, string> | undefined

/** The two-letter languages by their names in English and in themselves, in lower case. */
function tagsByName(): ReadonlyMap<string, string> {
  if (known !== undefined) return known
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const names = new Map<string, string>()
  for (const tag of letters.flatMap((first) => letters.map((second) => first + second))) {
    const english = englishNames.of(tag)
    if (english === undefined || Intl.getCanonicalLocales(tag)[0] !== tag) continue
    const own = new Intl.DisplayNames([tag], { type: 'language', fallback: 'none' }).of(tag)
    for (const name of [english, own ?? english]) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), tag)
  }
  known = names
  return names
}
