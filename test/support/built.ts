/** A file of the build, for processes that tests fork: they run `dist`, as users do. `npm test` builds first. */
export function built(path: string): URL {
  return new URL(`../../dist/${path}`, import.meta.url)
}
