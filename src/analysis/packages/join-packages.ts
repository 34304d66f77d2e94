import { posix } from 'node:path'
import type { Sourced } from '../source-place.js'
import type { DeclaredDependency, Ecosystem, LockedPackage, LockFacts, ManagedVersion, ManifestFacts } from '../documents/document-facts.js'
import type { PackageDependency, PackageFacts } from './package-facts.js'

export interface Manifest {
  readonly path: string
  readonly facts: ManifestFacts
}

export interface Lock {
  readonly path: string
  readonly facts: LockFacts
}

/** Manifests meet the locks above them, the versions that a workspace keeps for all, and each other. */
export function joinPackages(manifests: readonly Manifest[], locks: readonly Lock[]): PackageFacts[] {
  const lookUps = locks.map(({ path, facts }) => ({ path, ecosystem: facts.ecosystem, byName: byName(facts) }))
  const own = ownPackages(manifests)
  return manifests.map(({ path, facts }) => {
    const lock = nearestAbove(path, lookUps.filter(({ ecosystem }) => ecosystem === facts.ecosystem))
    const managers = manifests.filter((one) => one.facts.ecosystem === facts.ecosystem && one.facts.managed !== undefined && (isAbove(one.path, path) || /^gradle\//.test(one.path)))
    return {
      ecosystem: facts.ecosystem,
      path,
      name: facts.name?.text,
      version: facts.version?.text,
      licence: facts.licence === undefined ? undefined : { value: facts.licence.text, path, startLine: facts.licence.line, endLine: facts.licence.line },
      dependencies: facts.dependencies.map((written): PackageDependency => {
        const managed = managedVersion(managers, written.name)
        const declared = { ...written, name: managed?.means ?? written.name }
        const asked = declared.asked ?? managed?.asked
        const locked = lock === undefined || declared.local !== undefined ? undefined : answerOf(lock.byName.get(keyOf(facts.ecosystem, declared.name)) ?? [], asked, memberOf(lock.path, path), facts.ecosystem)
        // A package of the same name from the registry is another: an older version of itself that a benchmark compares with.
        const internal = locked === undefined ? internalManifest(path, declared, facts.ecosystem, own) : undefined
        const said = <T>(value: T | undefined): Sourced<T> | undefined =>
          value === undefined || lock === undefined || locked === undefined ? undefined : { value, path: lock.path, startLine: locked.line, endLine: locked.line }
        const { name, group, groupName, startLine, endLine } = declared
        return { name, asked, group, groupName, locked: said(locked?.version), licence: said(locked?.licence), internal, startLine, endLine }
      }),
    }
  })
}

/** Python takes `-`, `_` and `.` for one, and NuGet and Composer know no capitals. */
function keyOf(ecosystem: Ecosystem, name: string): string {
  if (ecosystem === 'python') return name.toLowerCase().replaceAll(/[-_.]+/g, '-')
  return ecosystem === 'nuget' || ecosystem === 'composer' || ecosystem === 'swift' ? name.toLowerCase() : name
}

function byName(facts: LockFacts): Map<string, LockedPackage[]> {
  const found = new Map<string, LockedPackage[]>()
  for (const one of facts.packages) {
    const key = keyOf(facts.ecosystem, one.name)
    const same = found.get(key)
    if (same === undefined) found.set(key, [one])
    else same.push(one)
  }
  return found
}

const folderOf = (path: string): string => (posix.dirname(path) === '.' ? '' : `${posix.dirname(path)}/`)
const isAbove = (upper: string, path: string): boolean => path.startsWith(folderOf(upper))
const nearestAbove = <T extends { readonly path: string }>(path: string, all: readonly T[]): T | undefined =>
  all.filter((one) => isAbove(one.path, path)).sort((a, b) => folderOf(b.path).length - folderOf(a.path).length || (a.path < b.path ? -1 : 1))[0]
const memberOf = (lock: string, manifest: string): string => folderOf(manifest).slice(folderOf(lock).length).replace(/\/$/, '')

/** The nearest manifest that keeps the version for others. */
function managedVersion(managers: readonly Manifest[], name: string): ManagedVersion | undefined {
  const nearest = [...managers].sort((a, b) => folderOf(b.path).length - folderOf(a.path).length)
  return nearest.map(({ facts }) => facts.managed?.find((one) => one.name === name)).find((found) => found !== undefined)
}

/** The one package that answers; none when several could be meant. */
function answerOf(candidates: readonly LockedPackage[], asked: string | undefined, member: string, ecosystem: Ecosystem): LockedPackage | undefined {
  const ofMember = candidates.filter((one) => one.member === member)
  const shared = ofMember.length > 0 ? ofMember : candidates.filter((one) => one.member === undefined)
  const byRequest = shared.some((one) => one.asked !== undefined)
  const fitting = byRequest ? shared.filter((one) => one.asked === asked) : ecosystem === 'cargo' && shared.length > 1 ? shared.filter((one) => isCompatible(one.version, asked)) : shared
  return new Set(fitting.map((one) => one.version)).size === 1 ? fitting[0] : undefined
}

/** Cargo's own rule for a plain request: the first number that is not zero stays. */
function isCompatible(version: string, asked: string | undefined): boolean {
  const parts = /^\^?(\d+(?:\.\d+)*)/.exec(asked ?? '')?.[1]?.split('.')
  if (parts === undefined) return false
  const kept = parts.slice(0, Math.max(1, parts.findIndex((part) => part !== '0') + 1) || 1)
  return version.split('.').slice(0, kept.length).join('.') === kept.join('.')
}

/** Manifests of this repository by what others call them. */
function ownPackages(manifests: readonly Manifest[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { path, facts } of manifests) {
    if (facts.name !== undefined && !found.has(`${facts.ecosystem} ${keyOf(facts.ecosystem, facts.name.text)}`)) found.set(`${facts.ecosystem} ${keyOf(facts.ecosystem, facts.name.text)}`, path)
    found.set(`path ${path}`, path)
    found.set(`folder ${facts.ecosystem} ${posix.dirname(path)}`, path)
  }
  return found
}

function internalManifest(path: string, { name, local }: DeclaredDependency, ecosystem: Ecosystem, own: ReadonlyMap<string, string>): string | undefined {
  const known = own.get(`${ecosystem} ${keyOf(ecosystem, name)}`)
  // Python: `name[extra]` asks for the package itself with more libraries.
  if (local === undefined) return known === path && ecosystem !== 'python' ? undefined : known
  const target = ecosystem === 'gradle' ? local.slice(1).replaceAll(':', '/') : posix.normalize(posix.join(posix.dirname(path), local))
  return own.get(`path ${target}`) ?? own.get(`folder ${ecosystem} ${target.replace(/\/$/, '') || '.'}`) ?? known
}
