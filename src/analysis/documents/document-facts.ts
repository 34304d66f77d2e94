import type { LineRange } from '../source-place.js'

/** What one file that is no code says, by its content alone: cached by blob and format like the facts of code. */
export type DocumentFacts =
  | ManifestFacts | LockFacts
  | ContainerFacts | ComposeFacts | PipelineFacts | CmakeFacts | InfrastructureFacts
  | SettingsFacts | TablesFacts | OpenApiFacts | SchemaFacts | PolicyFacts

export type Ecosystem = 'npm' | 'cargo' | 'go' | 'python' | 'composer' | 'maven' | 'gradle' | 'nuget' | 'rubygems' | 'swift' | 'sbt'

/** A text and the line that has it. */
export interface Told {
  readonly text: string
  readonly line: number
}

export interface ManifestFacts {
  readonly kind: 'manifest'
  readonly ecosystem: Ecosystem
  readonly name?: Told
  readonly version?: Told
  readonly licence?: Told
  readonly dependencies: readonly DeclaredDependency[]
  /** Versions that manifests below leave out: of a workspace, of `Directory.Packages.props`, of Maven's dependency management. */
  readonly managed?: readonly ManagedVersion[]
}

export interface ManagedVersion {
  readonly name: string
  readonly asked?: string
  readonly line: number
  /** What the name is an alias of, in a catalogue. */
  readonly means?: string
}

export type DependencyGroup = 'runtime' | 'development' | 'test' | 'build' | 'optional' | 'peer'

export interface DeclaredDependency extends LineRange {
  readonly name: string
  /** As written: `^1.2`, `>=3,<4`. Absent: any, or said elsewhere. */
  readonly asked?: string
  readonly group: DependencyGroup
  /** The extra, feature or group that it belongs to: `async`. */
  readonly groupName?: string
  /** Folder or manifest of the same repository, relative to this one. */
  readonly local?: string
}

export interface LockFacts {
  readonly kind: 'lock'
  readonly ecosystem: Ecosystem
  readonly packages: readonly LockedPackage[]
}

export interface LockedPackage {
  readonly name: string
  readonly version: string
  readonly line: number
  readonly licence?: string
  /** The request that it answers, where the lock is by request (`yarn.lock`). */
  readonly asked?: string
  /** Folder of the workspace member for which it holds, where it differs by member. */
  readonly member?: string
}

/** A Dockerfile. */
export interface ContainerFacts {
  readonly kind: 'container'
  readonly stages: readonly ContainerStage[]
  /** Of the last stage. */
  readonly ports: readonly Told[]
  readonly volumes: readonly Told[]
  readonly starts?: Told
  readonly settings: readonly SettingFact[]
}

export interface ContainerStage extends LineRange {
  readonly name?: string
  readonly base: string
}

export interface ComposeFacts {
  readonly kind: 'compose'
  readonly services: readonly ComposeService[]
}

export interface ComposeService extends LineRange {
  readonly name: string
  readonly image?: string
  /** Folder that it is built from. */
  readonly build?: string
  readonly ports: readonly string[]
  readonly volumes: readonly string[]
  readonly dependsOn: readonly string[]
  readonly settings: readonly SettingFact[]
}

export type PipelineSystem = 'GitHub Actions' | 'GitLab CI' | 'CircleCI' | 'Azure Pipelines' | 'Travis CI'

export interface PipelineFacts {
  readonly kind: 'pipeline'
  readonly system: PipelineSystem
  readonly name?: string
  /** What starts it: `push to main`, `schedule 0 3 * * *`. */
  readonly triggers: readonly Told[]
  readonly jobs: readonly PipelineJob[]
}

export interface PipelineJob extends LineRange {
  readonly id: string
  readonly name?: string
  readonly needs: readonly string[]
  readonly runsOn?: string
  /** Lines of its shell scripts. */
  readonly commands: readonly Told[]
  /** Actions, orbs and templates of others. */
  readonly uses: readonly Told[]
}

export interface CmakeFacts {
  readonly kind: 'cmake'
  readonly targets: readonly (LineRange & { readonly kind: 'executable' | 'library' | 'test' | 'custom'; readonly name: string })[]
  readonly options: readonly (LineRange & { readonly name: string; readonly purpose: string; readonly value?: string })[]
  readonly packages: readonly Told[]
}

/** What Terraform or Kubernetes is told to make. */
export interface InfrastructureFacts {
  readonly kind: 'infrastructure'
  readonly system: 'Terraform' | 'Kubernetes'
  readonly objects: readonly InfrastructureObject[]
}

export interface InfrastructureObject extends LineRange {
  /** `resource`, `module`; `Deployment`. */
  readonly kind: string
  /** `aws_s3_bucket.logs`. */
  readonly name: string
  /** Source of a module, images of a deployment, ports of a service, default of a variable. */
  readonly note?: string
}

/** `.env.example` and the like. */
export interface SettingsFacts {
  readonly kind: 'settings'
  readonly settings: readonly SettingFact[]
}

/** An environment variable that a file sets. */
export interface SettingFact {
  readonly name: string
  readonly value?: string
  readonly line: number
  /** What the comment above says. */
  readonly comment?: string
}

/** Tables of a database, as a migration or schema makes them. */
export interface TablesFacts {
  readonly kind: 'tables'
  readonly source: 'SQL' | 'Rails' | 'Prisma'
  readonly tables: readonly TableFact[]
}

export interface TableFact extends LineRange {
  readonly name: string
  readonly columns: readonly string[]
}

export interface OpenApiFacts {
  readonly kind: 'openapi'
  readonly title?: string
  readonly version?: string
  readonly operations: readonly (LineRange & { readonly method: string; readonly path: string; readonly id?: string; readonly purpose?: string })[]
}

/** Types that programs exchange. */
export interface SchemaFacts {
  readonly kind: 'schema'
  readonly system: 'Protocol Buffers' | 'GraphQL'
  /** The package. */
  readonly name?: string
  readonly types: readonly SchemaType[]
}

export interface SchemaType extends LineRange {
  /** `service`, `message`; `type`, `input`. */
  readonly kind: string
  readonly name: string
  /** Fields, values, or calls as `Get(Request) Reply`. */
  readonly members: readonly string[]
  readonly comment?: string
}

/** What a security policy says of reporting. */
export interface PolicyFacts {
  readonly kind: 'policy'
  /** Paragraphs, each on one line, with the line where it begins. */
  readonly said: readonly Told[]
  /** Addresses of mail and of pages. */
  readonly contacts: readonly Told[]
}
