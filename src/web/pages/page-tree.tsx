import type { Explanation } from '../explanations.js'
import { walkTree, type WikiTreeNode } from '../../documentation/wiki.js'

interface TreeProps {
  readonly tree: WikiTreeNode
  readonly base: string
  readonly current: string | undefined
  /** Undefined: nothing is said of a page. */
  readonly explanationOf?: ((slug: string) => Explanation | undefined) | undefined
}

const marks: Readonly<Record<Explanation['state'], readonly [mark: string, meaning: string]>> = {
  explained: ['✓', 'explained'],
  'under-way': ['●', 'being explained'],
  waiting: ['·', 'waits to be explained'],
  unexplained: ['!', 'without an explanation'],
}

/** The root and its children stand on one level. Only the branch of the current page is open; folding needs no script. */
export function PageTree({ tree, base, current, explanationOf }: TreeProps) {
  const open = new Set(current === undefined ? [] : trailTo(tree, current))
  return (
    <ul class="pages">
      <li>
        <PageLink node={tree} base={base} current={current} explanationOf={explanationOf} />
      </li>
      {tree.children.map((child, at) => (
        <Branch key={child.slug} node={child} base={base} current={current} explanationOf={explanationOf} open={open} apart={isTopic(child) && !isTopic(tree.children[at - 1])} />
      ))}
    </ul>
  )
}

/** Pages about the repository as a whole stand apart from its modules. */
const isTopic = (node: WikiTreeNode | undefined): boolean => node?.kind === 'topic'

interface BranchProps extends Omit<TreeProps, 'tree'> {
  readonly node: WikiTreeNode
  readonly open: ReadonlySet<string>
  readonly apart?: boolean
}

function Branch({ node, base, current, explanationOf, open, apart = false }: BranchProps) {
  return (
    <li class={apart ? 'apart' : undefined}>
      <PageLink node={node} base={base} current={current} explanationOf={explanationOf} />
      {node.children.length > 0 && (
        <details open={open.has(node.slug)}>
          <summary>
            <span class="unseen">Pages below {node.title}</span>
          </summary>
          <ul>
            {node.children.map((child) => (
              <Branch key={child.slug} node={child} base={base} current={current} explanationOf={explanationOf} open={open} />
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}

function PageLink({ node, base, current, explanationOf }: Omit<BranchProps, 'open' | 'apart'>) {
  const explanation = explanationOf?.(node.slug)
  return (
    <a href={`${base}/${node.slug}`} aria-current={node.slug === current ? 'page' : undefined}>
      {node.title}
      {explanation !== undefined && <Mark state={explanation.state} />}
    </a>
  )
}

function Mark({ state }: { readonly state: Explanation['state'] }) {
  const [mark, meaning] = marks[state]
  return (
    <span class={`mark-of ${state}`} title={meaning}>
      <span aria-hidden="true">{mark}</span>
      <span class="unseen"> ({meaning})</span>
    </span>
  )
}

/** Slugs from the root to the page. */
function trailTo(tree: WikiTreeNode, slug: string): string[] {
  const path: string[] = []
  for (const { node, depth } of walkTree(tree)) {
    path.splice(depth, path.length, node.slug)
    if (node.slug === slug) return path
  }
  return []
}
