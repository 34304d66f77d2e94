import type { Component } from './code-map.js'
import { languageOf, recognise } from './languages/registry.js'

/** A component's name with its owners as people of its language write it: `Job.run`, `Job::run`, `Acme::Job#run`. */
export function writtenName({ qualifiedName, name, kind, path }: Pick<Component, 'qualifiedName' | 'name' | 'kind' | 'path'>): string {
  // In a C header nothing is inside of anything, so what is must be C++.
  const joints = languageOf(recognise(path, true)?.id)?.joinedBy
  if (joints === undefined || !qualifiedName.endsWith(`.${name}`)) return qualifiedName
  const owner = qualifiedName.slice(0, -name.length - 1)
  return `${owner.replaceAll('.', joints.type)}${kind === 'method' ? joints.method : joints.type}${name}`
}
