import type * as z from 'zod'
import type { AskedPage } from './steering.js'
import type { askedPage } from './wish-fields.js'

export function toAskedPage({ title, purpose, parent, focus, notes }: z.infer<typeof askedPage>): AskedPage {
  return { title, purpose, ...(parent === null || parent === undefined ? {} : { parent }), focus: focus ?? [], notes: notes ?? [] }
}
