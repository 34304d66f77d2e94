import type { Language } from '../language.js'
import { partCallSignatures } from './call-signatures.js'
import { typescript } from './typescript.js'

const script = /<script\b[^>]*>([\s\S]*?)<\/script>/g

/** Only what is between the `<script>` tags; blanks elsewhere, so that every line stays where it is. */
function scriptPart(text: string): string {
  let result = ''
  let at = 0
  for (const match of text.matchAll(script)) {
    const [whole, inner = ''] = match
    const start = match.index + whole.indexOf('>') + 1
    result += blank(text.slice(at, start)) + inner
    at = start + inner.length
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
