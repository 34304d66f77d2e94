import { compareText } from '../prose.js'
import { fileOfReference, isTest, outermost, sideOf, withMembers, type CodeIndex } from './code-index.js'
import { remember } from './remember.js'

/** A test file and the outermost components it refers to; none where it only imports their files. */
export interface Exercise {
  readonly path: string
  readonly ids: readonly string[]
  /** How often it refers to them. */
  readonly references: number
}

/** Test files that import these files or refer to their components, those that touch most first. */
export const exercisedBy = remember((index: CodeIndex, files: readonly string[]): readonly Exercise[] => {
  const found = new Map<string, { ids: Set<string>; references: number }>()
  const touch = (path: string): { ids: Set<string>; references: number } => {
    const exercise = found.get(path) ?? { ids: new Set<string>(), references: 0 }
    found.set(path, exercise)
    return exercise
  }
  for (const file of files) {
    for (const one of index.importersOf.get(file) ?? []) if (isTest(index, one.from)) touch(one.from)
    for (const component of (index.topLevel.get(file) ?? []).flatMap((top) => withMembers(index, top))) {
      for (const reference of index.incoming.get(component.id) ?? []) {
        if (sideOf(index, reference) !== 'test') continue
        const exercise = touch(fileOfReference(index, reference))
        exercise.ids.add(outermost(index, component).id)
        exercise.references += reference.count
      }
    }
  }
  return [...found]
    .map(([path, { ids, references }]) => ({ path, ids: [...ids].sort(compareText), references }))
    .sort((a, b) => b.ids.length - a.ids.length || b.references - a.references || compareText(a.path, b.path))
})
