import type { VNode } from 'preact'
import type { JsonSchema } from './api-description.js'

/** A sentence of a description; what stands between backticks is code. */
export function Prose({ text }: { readonly text: string }): VNode {
  return <>{text.split('`').map((part, at) => (at % 2 === 1 ? <code>{part}</code> : part))}</>
}

/** What a field means, with its default and bounds. */
export function Meaning({ text, schema }: { readonly text: string | undefined; readonly schema: JsonSchema | undefined }): VNode {
  return <Prose text={[text ?? schema?.description ?? '', ...limits(schema)].filter((sentence) => sentence !== '').join(' ')} />
}

function limits(schema: JsonSchema | undefined): string[] {
  const { minimum, maximum, maxLength, maxItems } = schema ?? {}
  const sentences: string[] = []
  // Safe-integer bounds only say "a number", so they are left out.
  if (minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) sentences.push(`${minimum} to ${maximum}.`)
  if (maxLength !== undefined) sentences.push(`At most ${maxLength} characters.`)
  if (maxItems !== undefined) sentences.push(`At most ${maxItems}.`)
  if (schema?.default !== undefined) sentences.push(`Default: \`${JSON.stringify(schema.default)}\`.`)
  return sentences
}
