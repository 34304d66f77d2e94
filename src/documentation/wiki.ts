import type { ModuleName } from './module-names.js'
import type { ProseRecord } from './prose-record.js'

/** Plain data: the documentation of one commit, before rendering. */
export interface Wiki {
  readonly title: string
  /** One sentence: what the repository is. */
  readonly summary: string | undefined
  /** In reading order: the overview first, then the module tree depth-first. */
  readonly pages: readonly WikiPage[]
  readonly tree: WikiTreeNode
  /** Pages that could not be written, or not be explained, each with its reason. Never silent. */
  readonly gaps: readonly Gap[]
  readonly coverage: Coverage
  /** What a model calls modules. */
  readonly names?: readonly ModuleName[]
}

export interface WikiPage {
  /** File name without `.md`, `[a-z0-9-]+`; equals the module's id, if it is about one. */
  readonly slug: string
  readonly title: string
  readonly kind: 'overview' | 'module' | 'reference' | 'topic'
  readonly parent: string | undefined
  /**
   * CommonMark with tables and ```mermaid blocks, no raw HTML. Links to other pages are `<slug>.md` or `<slug>.md#anchor`; citations
   * are `source/<percent-encoded path>#L1-L9`; anything else is an absolute http(s) URL.
   */
  readonly markdown: string
  readonly citations: readonly Citation[]
  /** `analysis`: derived from the code map alone. `model`: prose by a language model. */
  readonly origin: 'analysis' | 'model'
  /** Of a page that a model has explained. */
  readonly prose?: ProseRecord
  /** What was checked of a model's prose; only such pages have it. A page by a model without it was not checked here. */
  readonly verification?: Verification
}

/** What a model's prose was held against, sentence by sentence, before it was published. */
export interface Verification {
  /** Name of the model that was asked. */
  readonly model: string
  /** `verified`: all that it wrote at last keeps every rule. `partly`: something broke one and was left out. All that is published keeps them. */
  readonly state: 'verified' | 'partly'
  /** Published sentences. */
  readonly statements: number
  readonly citations: number
  /** Distinct pieces of code in the text, whose names all exist. */
  readonly names: number
  /** Broken rules that the model mended when it was told. */
  readonly repaired: number
  /** Sentences, headings and other blocks left out. */
  readonly removed: number
  /** Of diagrams that are shown: `kept` are found in the code, `dashed` are not and look so, `dropped` are left out. */
  readonly diagramEdges: { readonly kept: number; readonly dashed: number; readonly dropped: number }
  /** Times that the model was told what to mend. */
  readonly turns: number
}

/** A claim's link to lines at the commit, anchored by blob and symbol so that it survives moved lines. */
export interface Citation {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
  /** Object id of the file's blob. */
  readonly blob: string
  /** Qualified name of the component it stands for. */
  readonly symbol: string | undefined
  /** Qualified name of the component that the lines are a part of, when they are not all of it. */
  readonly within?: string
}

export interface WikiTreeNode {
  readonly slug: string
  readonly title: string
  /** `reference`: the members of the module above. `topic`: about the repository as a whole. Undefined in wikis from before there were such pages. */
  readonly kind?: 'module' | 'reference' | 'topic'
  /** Folder of the module, if it has one. */
  readonly path: string | undefined
  /** Component ids that belong to this node itself. */
  readonly components: readonly string[]
  readonly children: readonly WikiTreeNode[]
  /** Addresses of pages that are gone: who has one is led here. */
  readonly formerSlugs?: readonly string[]
}

export interface Gap {
  readonly slug: string
  readonly title: string
  /** Stable code, `documentation/…`. */
  readonly code: string
  readonly message: string
  /** The page is there as the code alone gives it; only the model's explanation is missing. */
  readonly unexplained?: true
}

export interface Coverage {
  readonly sourceFiles: number
  readonly documentedFiles: number
  readonly publicComponents: number
  readonly documentedPublicComponents: number
  readonly totalComponents: number
  readonly citations: number
  readonly links: number
  readonly diagrams: number
  readonly skippedFiles: number
}

/** Every node of a wiki tree, depth first, the root first. */
export function* walkTree(node: WikiTreeNode, depth = 0): Generator<{ node: WikiTreeNode; depth: number }> {
  yield { node, depth }
  for (const child of node.children) yield* walkTree(child, depth + 1)
}
