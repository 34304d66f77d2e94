import { isForUse, librariesOf } from './dependencies/library.js'
import { writeLibraries } from './dependencies/libraries-section.js'
import { writePackages } from './dependencies/packages-section.js'
import { writeAside } from './dependencies/aside-section.js'
import type { CrossCuttingPage } from './cross-cutting-page.js'
import { isAside } from './is-aside.js'

/** What the repository is made of and what it asks others for. */
export const dependenciesPage: CrossCuttingPage = {
  address: 'dependencies',
  title: 'Dependencies',
  sections({ code }) {
    const packages = code.surroundings.packages.filter((one) => one.dependencies.length > 0 || one.name !== undefined)
    const product = packages.filter((one) => !isAside(one.path))
    const told = product.some((one) => one.dependencies.length > 0) ? product : packages
    if (!told.some((one) => one.dependencies.length > 0)) return undefined
    const libraries = librariesOf(code, told)
    const inUse = libraries.filter(({ requests }) => requests.some(({ dependency }) => isForUse(dependency.group)))
    const others = libraries.filter((library) => !inUse.includes(library))
    return [
      (context) => writePackages(context, told),
      (context) => writeLibraries(context, inUse, 'use'),
      (context) => writeLibraries(context, others, 'work'),
      (context) => writeAside(context, packages.filter((one) => !told.includes(one))),
    ]
  },
}
