/** A file of what users get, for processes that tests start. `npm test` builds first. */
export function built(path: string): URL {
  return new URL(`../../dist/${path}`, import.meta.url)
}

/** One file of `src` as JavaScript, for processes that tests fork with a part of ours. */
export function builtModule(path: string): URL {
  return new URL(`../../dist-modules/${path}`, import.meta.url)
}
