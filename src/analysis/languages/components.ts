import type { Language } from '../language.js'
import { partCallSignatures } from './call-signatures.js'
import { typescript } from './typescript.js'

const opening = /<script\b/g
const closing = '</script>'

/** Only what is between the `<script>` tags; blanks elsewhere, so that every line stays where it is. A tag that is never closed ends the search. */
function scriptPart(text: string): string {
  let result = ''
  let at = 0
  for (const { index } of text.matchAll(opening)) {
    if (index < at) continue
    const start = text.indexOf('>', index) + 1
    const end = start === 0 ? -1 : text.indexOf(closing, start)
    if (end < 0) break
    result += blank(text.slice(at, start)) + text.slice(start, end)
    at = end
  }
  return result + blank(text.slice(at))
}

const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ')

const component = (id: string, label: string, extension: string): Language => ({
  ...typescript,
  id,
  label,
  grammars: { [extension]: 'typescript' },
  prepare: (text) => partCallSignatures(scriptPart(text)),
  // What a component's script defines at its top belongs to the component.
  isPublic: ({ nested, exported }) => exported || !nested,
})

export const vue = component('vue', 'Vue', '.vue')
export const svelte = component('svelte', 'Svelte', '.svelte')
