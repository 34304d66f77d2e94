import type { CodeMap, ModuleNode } from '../analysis/code-map.js'
import type { ModuleName } from './module-names.js'
import type { CodeIndex } from './plan/code-index.js'
import type { ComponentAnchor, PlacedHeading } from './plan/component-anchors.js'
import type { MemberGroup } from './plan/member-groups.js'
import type { ModuleGraph } from './plan/module-graph.js'
import type { Purpose } from './plan/purpose.js'
import type { RankedComponent } from './plan/rank.js'
import type { AskedPage, Steering, WishOrigin } from '../steering/steering.js'
import type { WikiPage, WikiTreeNode } from './wiki.js'

/** The repository at the commit that the wiki speaks of. */
export interface WikiSubject {
  readonly url: string
  readonly host: string
  readonly owner: string
  readonly name: string
  readonly commit: string
  /** ISO time. */
  readonly committedAt: string
}

/** Everything that pages need to know of each other before the first is written: who has which page, heading and purpose. */
export interface WikiPlan {
  readonly title: string
  readonly summary: string | undefined
  readonly subject: WikiSubject
  readonly code: CodeMap
  readonly tree: WikiTreeNode
  /** In reading order: the overview first, then the module tree depth-first, then what is about the repository as a whole. Not the quality page. */
  readonly pages: readonly PlannedPage[]
  /** Comes after all others: it tells what they turned out to be. */
  readonly quality: PlannedQuality
  /** Those of `pages` that stand for a node of the module tree. */
  readonly modulePages: readonly PlannedModule[]
  /** By slug of a module. */
  readonly titles: ReadonlyMap<string, string>
  readonly index: CodeIndex
  readonly graph: ModuleGraph
  /** By slug. */
  readonly purposes: ReadonlyMap<string, Purpose>
  /** By id: the components that have a heading of their own. */
  readonly anchors: ReadonlyMap<string, ComponentAnchor>
  /** By slug of the module: the pages that name all of its members. */
  readonly references: ReadonlyMap<string, readonly PlannedReference[]>
  /** What a model calls modules; `titles` and `purposes` have it, and so have the pages. */
  readonly names: readonly ModuleName[]
  /** What was asked of this wiki. Text that a file of the repository gives is data (see `Steering`). */
  readonly steering: Steering
  /** What could not be done as asked: sentences for the job's log. */
  readonly warnings: readonly string[]
}

export type PlannedPage = PlannedModule | PlannedReference | PlannedTopic | PlannedAsked

interface AnyPage {
  readonly slug: string
  readonly title: string
  readonly parent: string | undefined
}

export interface PlannedModule extends AnyPage {
  readonly kind: 'overview' | 'module'
  readonly module: ModuleNode
  /** Outermost components of the module's own files, the most telling first. */
  readonly components: readonly RankedComponent[]
  /** False when the module's own files are few beside those of its children. */
  readonly holdsMuch: boolean
}

/** Every public member of a module's types, beside the module's own page. */
export interface PlannedReference extends AnyPage {
  readonly kind: 'reference'
  readonly parent: string
  /** In the tree, where the module stands above it. */
  readonly label: string
  readonly groups: readonly (MemberGroup & { readonly heading: PlacedHeading })[]
  /** Public members of internal types, which are only named. */
  readonly internal: readonly MemberGroup[]
}

/** About the repository as a whole; see `cross-cutting/all-pages`. */
export interface PlannedTopic extends AnyPage {
  readonly kind: 'topic'
  /** Of the cross-cutting page; the slug differs when a module is called so. */
  readonly address: string
}

/** A page that must exist because somebody asked for it. */
export interface PlannedAsked extends AnyPage {
  readonly kind: 'asked'
  readonly asked: AskedPage
  readonly from: WishOrigin
  /** What it is about, as far as the code has it. */
  readonly files: readonly string[]
  /** The best match, or the most telling, first. */
  readonly components: readonly RankedComponent[]
}

/** The wiki about itself, written when the others are checked. */
export interface PlannedQuality extends AnyPage {
  readonly kind: 'quality'
}

/** The kind under which a planned page is published. */
export function writtenKind(kind: PlannedPage['kind'] | 'quality'): WikiPage['kind'] {
  return kind === 'quality' || kind === 'asked' ? 'topic' : kind
}
