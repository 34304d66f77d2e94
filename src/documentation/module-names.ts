import * as z from 'zod'

/** What a model calls a module. Its address stays what the division gave it. */
export interface ModuleName {
  readonly slug: string
  /** Plain text, one to four words, unlike those of the modules beside it. */
  readonly title: string
  /** One sentence of Markdown; undefined where the code says it better, or nothing sound was said. */
  readonly purpose: string | undefined
  /** Hash of what the name was given for: while it is the same, so is the name. */
  readonly facts: string
}

const nameSchema = z.object({ slug: z.string(), title: z.string().min(1).max(60), purpose: z.string().nullable(), facts: z.string() })
const metadataSchema = z.object({ module_names: z.array(nameSchema) })

/** By slug, from a wiki's `metadata.json`; empty when it has none. */
export function readModuleNames(text: string): ReadonlyMap<string, ModuleName> {
  try {
    const names = metadataSchema.safeParse(JSON.parse(text)).data?.module_names ?? []
    return new Map(names.map((name) => [name.slug, { ...name, purpose: name.purpose ?? undefined }]))
  } catch {
    return new Map()
  }
}

/** For `metadata.json`. */
export function writeModuleNames(names: Iterable<ModuleName>): readonly object[] {
  return [...names].map(({ slug, title, purpose, facts }) => ({ slug, title, purpose: purpose ?? null, facts }))
}
