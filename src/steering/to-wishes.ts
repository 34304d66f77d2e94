import * as z from 'zod'
import { AppError } from '../platform/app-error.js'
import { toAskedPage } from './asked-page.js'
import type { Wishes } from './steering.js'
import { askedPage, globs, mostPages, wishFields } from './wish-fields.js'

/** What a job may ask for, beside which files count: fields to spread into an object of options. */
export const wishOptions = {
  instructions: wishFields.instructions.optional(),
  audience: wishFields.audience.optional(),
  document_type: wishFields.document_type.optional(),
  language: wishFields.language.optional(),
  focus: globs.optional().describe('Globs of what matters most: it comes first in lists and in the order of pages.'),
  pages: z.array(z.strictObject(askedPage.shape)).max(mostPages).optional().describe('Pages that must exist, beside those of the modules.'),
}

const wishesSchema = z.strictObject(wishOptions)

/** Undefined when nothing is asked for: such a job is the same as one from before there was steering. */
export function toWishes(asked: z.infer<typeof wishesSchema>): Wishes | undefined {
  const { instructions, audience, document_type: documentType, language, focus = [], pages = [] } = asked
  const single = { ...(instructions === undefined ? {} : { instructions }), ...(audience === undefined ? {} : { audience }), ...(documentType === undefined ? {} : { documentType }), ...(language === undefined ? {} : { language }) }
  if (Object.keys(single).length + focus.length + pages.length === 0) return undefined
  return { ...single, focus, pages: pages.map(toAskedPage) }
}

/** @throws AppError `steering/invalid` naming what is wrong, as somebody typed it. */
export function readTypedWishes(typed: z.input<typeof wishesSchema>): Wishes | undefined {
  const parsed = wishesSchema.safeParse(typed)
  if (parsed.success) return toWishes(parsed.data)
  const [issue] = parsed.error.issues
  throw new AppError('steering/invalid', 'invalid', `This cannot be the ${issue?.path.map(String).join(' ').replaceAll('_', ' ') ?? 'wish'}: ${issue?.message ?? 'it is not valid'}.`, {
    advice: 'Correct it, or leave it out. docs/steering.md tells what each may be.',
  })
}

/** The reverse of `toWishes`, for who shows a job. */
export function fromWishes(wishes: Wishes | undefined): z.infer<typeof wishesSchema> {
  if (wishes === undefined) return {}
  const { documentType, focus, pages, ...single } = wishes
  return {
    ...single,
    ...(documentType === undefined ? {} : { document_type: documentType }),
    ...(focus.length === 0 ? {} : { focus: [...focus] }),
    ...(pages.length === 0 ? {} : { pages: pages.map(({ title, purpose, parent, focus: files, notes }) => ({ title, purpose, ...(parent === undefined ? {} : { parent }), focus: [...files], notes: [...notes] })) }),
  }
}
