import { posix } from 'node:path'
import { readCmake } from './build/read-cmake.js'
import { readCompose } from './build/read-compose.js'
import { readDockerfile } from './build/read-dockerfile.js'
import { readDotenv } from './build/read-dotenv.js'
import { readKubernetes } from './build/read-kubernetes.js'
import { readAzure, readCircle, readGithubWorkflow, readGitlab, readTravis } from './build/read-pipelines.js'
import { readTerraform } from './build/read-terraform.js'
import type { DocumentFacts } from './document-facts.js'
import { readOpenApi } from './interfaces/read-openapi.js'
import { readGraphql, readProto } from './interfaces/read-schemas.js'
import { readPrisma, readRailsSchema, readSql } from './interfaces/read-sql.js'
import { readPolicy } from './read-policy.js'
import { readCargoManifest, readTomlLock } from './packages/read-cargo.js'
import { readComposerLock, readComposerManifest } from './packages/read-composer.js'
import { readGoModule, readGoSum } from './packages/read-go.js'
import { readGradle, readGradleCatalogue } from './packages/read-gradle.js'
import { readPom } from './packages/read-maven.js'
import { readBunLock, readPackageLock, readPackageManifest, readPnpmLock, readYarnLock } from './packages/read-npm.js'
import { readMsbuild, readNugetLock } from './packages/read-nuget.js'
import { readSbt, readSwiftLock, readSwiftPackage } from './packages/read-other-scripts.js'
import { readPyproject, readRequirements, readSetupCfg } from './packages/read-python.js'
import { readGemfile, readGemfileLock, readGemspec } from './packages/read-ruby.js'

/** A format of files that are no code, as data: adding one is adding a reader and a line here. */
interface DocumentFormat {
  readonly id: string
  readonly matches: (path: string, name: string) => boolean
  /** What else must stand in the text, where the name alone says little. */
  readonly holds?: RegExp
  /** Undefined: the file says nothing of the kind. @throws when it is not what its name says. */
  readonly read: (text: string, name: string) => DocumentFacts | undefined
}

const named = (pattern: RegExp) => (_path: string, name: string) => pattern.test(name)
const at = (pattern: RegExp) => (path: string) => pattern.test(path)

const formats: readonly DocumentFormat[] = [
  { id: 'package.json', matches: named(/^package\.json$/), read: readPackageManifest },
  { id: 'package-lock', matches: named(/^(?:package-lock|npm-shrinkwrap)\.json$/), read: readPackageLock },
  { id: 'yarn.lock', matches: named(/^yarn\.lock$/), read: readYarnLock },
  { id: 'bun-lock', matches: named(/^bun\.lock$/), read: readBunLock },
  { id: 'pnpm-lock', matches: named(/^pnpm-lock\.yaml$/), read: readPnpmLock },
  { id: 'cargo', matches: named(/^Cargo\.toml$/), read: readCargoManifest },
  { id: 'cargo-lock', matches: named(/^Cargo\.lock$/), read: (text) => readTomlLock(text, 'cargo') },
  { id: 'go.mod', matches: named(/^go\.mod$/), read: readGoModule },
  { id: 'go.sum', matches: named(/^go\.sum$/), read: readGoSum },
  { id: 'pyproject', matches: named(/^pyproject\.toml$/), read: readPyproject },
  { id: 'requirements', matches: (path, name) => /^requirements[\w.-]*\.(?:txt|in)$/.test(name) || /(?:^|\/)requirements\/[\w.-]+\.(?:txt|in)$/.test(path), read: readRequirements },
  { id: 'setup.cfg', matches: named(/^setup\.cfg$/), read: readSetupCfg },
  { id: 'python-lock', matches: named(/^(?:poetry|uv)\.lock$/), read: (text) => readTomlLock(text, 'python') },
  { id: 'composer', matches: named(/^composer\.json$/), read: readComposerManifest },
  { id: 'composer-lock', matches: named(/^composer\.lock$/), read: readComposerLock },
  { id: 'pom', matches: named(/^pom\.xml$/), read: readPom },
  { id: 'gradle', matches: named(/\.gradle(?:\.kts)?$/), read: readGradle },
  { id: 'gradle-catalogue', matches: named(/^libs\.versions\.toml$/), read: readGradleCatalogue },
  { id: 'msbuild', matches: named(/\.(?:cs|fs|vb)proj$|^Directory\.Packages\.props$/), read: readMsbuild },
  { id: 'nuget-lock', matches: named(/^packages\.lock\.json$/), read: readNugetLock },
  { id: 'gemfile', matches: named(/^(?:Gemfile|gems\.rb)$/), read: readGemfile },
  { id: 'gemspec', matches: named(/\.gemspec$/), read: readGemspec },
  { id: 'gemfile-lock', matches: named(/^(?:Gemfile\.lock|gems\.locked)$/), read: readGemfileLock },
  { id: 'swift-package', matches: named(/^Package\.swift$/), read: readSwiftPackage },
  { id: 'swift-lock', matches: named(/^Package\.resolved$/), read: readSwiftLock },
  { id: 'sbt', matches: named(/\.sbt$/), read: readSbt },
  { id: 'dockerfile', matches: named(/^(?:Dockerfile|Containerfile)(?:[.-][\w.-]+)?$|\.[dD]ockerfile$/), read: readDockerfile },
  { id: 'compose', matches: named(/^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/), read: readCompose },
  { id: 'github', matches: at(/^\.github\/workflows\/[^/]+\.ya?ml$/), read: readGithubWorkflow },
  { id: 'gitlab', matches: at(/^\.gitlab-ci\.ya?ml$/), read: readGitlab },
  { id: 'circle', matches: at(/^\.circleci\/config\.ya?ml$/), read: readCircle },
  { id: 'azure', matches: named(/^azure-pipelines[\w.-]*\.ya?ml$/), read: readAzure },
  { id: 'travis', matches: at(/^\.travis\.ya?ml$/), read: readTravis },
  { id: 'cmake', matches: named(/^CMakeLists\.txt$/), read: readCmake },
  { id: 'terraform', matches: named(/\.tf$/), read: readTerraform },
  { id: 'dotenv', matches: named(/^\.?env[._-](?:example|sample|template|dist|defaults?)$|^\.env[\w.]*\.(?:example|sample|template)$|^(?:example|sample)\.env$/), read: readDotenv },
  { id: 'sql', matches: named(/\.sql$/), holds: /\bcreate\s+(?:\w+\s+)?table\b/i, read: readSql },
  { id: 'rails-schema', matches: at(/(?:^|\/)db\/schema\.rb$/), read: readRailsSchema },
  { id: 'prisma', matches: named(/\.prisma$/), read: readPrisma },
  { id: 'proto', matches: named(/\.proto$/), read: readProto },
  { id: 'graphql', matches: named(/\.(?:graphql|graphqls|gql)$/), read: readGraphql },
  { id: 'openapi', matches: named(/\.ya?ml$/), holds: /^(?:openapi|swagger):\s*["']?[23]/m, read: readOpenApi },
  { id: 'openapi-json', matches: named(/^(?:openapi|swagger|api)[\w.-]*\.json$/i), holds: /"(?:openapi|swagger)"\s*:\s*"[23]/, read: readOpenApi },
  { id: 'policy', matches: at(/^(?:\.github\/|docs\/)?security\.(?:md|markdown|rst|txt)$/i), read: readPolicy },
  { id: 'kubernetes', matches: named(/\.ya?ml$/), holds: /^apiVersion:[^\n]+$/m, read: readKubernetes },
]

const byId = new Map(formats.map((format) => [format.id, format]))

/** More is written by a machine, but for locks, which the limit on files bounds. */
const maxDocumentBytes = 512 * 1024
const isLock = (id: string): boolean => /lock|go\.sum/.test(id)

/** The format of a file that is worth to be read; undefined for all others. */
export function documentFormat(path: string, content: Buffer): string | undefined {
  const name = posix.basename(path)
  const found = formats.find((format) => format.matches(path, name) && (format.holds === undefined || format.holds.test(content.subarray(0, 64 * 1024).toString('utf8'))))
  return found !== undefined && (content.length <= maxDocumentBytes || isLock(found.id)) ? found.id : undefined
}

/** Whether facts of this format are wanted even though a machine wrote the file. */
export const isLockFormat = (id: string): boolean => isLock(id)

/** @throws when the text is not what its name says. */
export function readDocument(id: string, path: string, text: string): DocumentFacts | undefined {
  return byId.get(id)?.read(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'), posix.basename(path))
}
