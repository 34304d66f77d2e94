import type {
  CodeMap,
  Component,
  ComponentKind,
  FileRole,
  ModuleNode,
  Offer,
  ProjectFacts,
  Reference,
  SkippedFile,
  SourceFile,
  Surroundings,
} from '../../src/analysis/code-map.js'
import type { OutsideUse } from '../../src/analysis/outside/outside-use.js'

export interface ComponentSpec {
  readonly name: string
  readonly kind: ComponentKind
  readonly lines: readonly [number, number]
  readonly signature?: string
  readonly doc?: string
  readonly isPrivate?: boolean
  readonly isTest?: true
  readonly members?: readonly ComponentSpec[]
}

export interface FileSpec {
  readonly lines: number
  readonly role?: FileRole
  readonly language?: string
  readonly doc?: string
  readonly components?: readonly ComponentSpec[]
}

export interface ReferenceSpec {
  readonly from: string
  readonly to: string
  readonly kind?: Reference['kind']
  readonly tier?: Reference['tier']
  readonly lines?: readonly number[]
}

export interface CodeMapSpec {
  readonly files: Readonly<Record<string, FileSpec>>
  readonly references?: readonly ReferenceSpec[]
  readonly imports?: readonly {
    readonly from: string
    readonly specifier: string
    readonly targets?: readonly string[]
    readonly line?: number
  }[]
  readonly modules: ModuleNode
  readonly project?: Partial<ProjectFacts>
  readonly offers?: readonly Offer[]
  readonly outside?: readonly Omit<OutsideUse, 'count'>[]
  readonly surroundings?: Partial<Surroundings>
  readonly skipped?: readonly SkippedFile[]
}

const nothingAround: Surroundings = { packages: [], documents: [], settings: [], routes: [], commands: [] }

const nothingKnown: ProjectFacts = {
  name: undefined,
  description: undefined,
  readmeSummary: undefined,
  readmeExample: undefined,
  readmePath: undefined,
  licence: undefined,
  runtimes: [],
  commands: [],
  dependencies: [],
  entryPoints: [],
  languages: [],
}

/** A code map as the analysis would make it, from the few facts that a test is about. Blob ids are made from paths. */
export function codeMap(spec: CodeMapSpec): CodeMap {
  const paths = Object.keys(spec.files).sort()
  return {
    files: paths.map((path) => sourceFile(path, spec.files[path] ?? { lines: 1 })),
    components: paths.flatMap((path) => (spec.files[path]?.components ?? []).flatMap((one) => components(path, one, undefined))),
    imports: (spec.imports ?? []).map(({ from, specifier, targets, line }) => ({
      from,
      line: line ?? 1,
      specifier,
      targets: targets ?? [],
    })),
    references: (spec.references ?? []).map(({ from, to, kind, tier, lines }) => ({
      from,
      to,
      kind: kind ?? 'call',
      tier: tier ?? 'import',
      lines: lines ?? [1],
      count: lines?.length ?? 1,
    })),
    modules: spec.modules,
    modulesFrom: undefined,
    project: { ...nothingKnown, ...spec.project },
    offers: spec.offers ?? [],
    outside: (spec.outside ?? []).map((one) => ({ ...one, count: one.lines.length })),
    surroundings: { ...nothingAround, ...spec.surroundings },
    skipped: spec.skipped ?? [],
  }
}

export function moduleNode(
  id: string,
  files: readonly string[],
  children: readonly ModuleNode[] = [],
  named: { readonly name?: string; readonly path?: string } = {},
): ModuleNode {
  return { id, name: named.name ?? id.charAt(0).toUpperCase() + id.slice(1), path: named.path, files, children }
}

export function blobOf(path: string): string {
  return Buffer.from(path).toString('hex').padEnd(40, '0').slice(0, 40)
}

function sourceFile(path: string, spec: FileSpec): SourceFile {
  return {
    path,
    oid: blobOf(path),
    sizeBytes: spec.lines * 30,
    lines: spec.lines,
    language: spec.language ?? (path.endsWith('.ts') ? 'typescript' : undefined),
    role: spec.role ?? 'source',
    packageName: undefined,
    doc: spec.doc,
    errorShare: 0,
  }
}

function components(path: string, spec: ComponentSpec, owner: Component | undefined): Component[] {
  const qualifiedName = owner === undefined ? spec.name : `${owner.qualifiedName}.${spec.name}`
  const component: Component = {
    id: `${path}#${qualifiedName}`,
    name: spec.name,
    qualifiedName,
    kind: spec.kind,
    path,
    signature: spec.signature ?? `${spec.kind} ${spec.name}`,
    doc: spec.doc,
    visibility: spec.isPrivate === true ? 'private' : 'public',
    parent: owner?.id,
    ...(spec.isTest === true ? { isTest: true as const } : {}),
    startLine: spec.lines[0],
    endLine: spec.lines[1],
  }
  return [component, ...(spec.members ?? []).flatMap((member) => components(path, member, component))]
}
