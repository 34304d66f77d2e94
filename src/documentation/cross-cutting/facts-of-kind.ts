import type { CodeMap } from '../../analysis/code-map.js'
import type { DocumentFacts } from '../../analysis/documents/document-facts.js'

type OfKind<K extends DocumentFacts['kind']> = Extract<DocumentFacts, { readonly kind: K }>

export interface FactsOf<K extends DocumentFacts['kind']> {
  readonly path: string
  readonly facts: OfKind<K>
}

/** Documents of one kind, by path. */
export function factsOfKind<K extends DocumentFacts['kind']>(code: CodeMap, kind: K): readonly FactsOf<K>[] {
  const isOfKind = (facts: DocumentFacts): facts is OfKind<K> => facts.kind === kind
  return code.surroundings.documents.flatMap(({ path, facts }) => (isOfKind(facts) ? [{ path, facts }] : []))
}
