/** Folders of benchmarks, web sites, examples and tools: beside the product. */
const aside =
  /(?:^|\/)(?:benchmarks?|bench|docs?|website|site|www|examples?|demos?|samples?|playgrounds?|fixtures?|tools?|utils|scripts?|snippets|\.github|build-logic|buildSrc|internal-tools|vendor-bin|fuzz|tests?|[^/]*[-_]tests?(?:[-_][^/]*)?|tests?[-_][^/]*)\//i

export const isAside = (path: string): boolean => aside.test(path)

/** What belongs to the product first, otherwise as it was. */
export function productFirst<T extends { readonly file: string }>(all: readonly T[]): readonly T[] {
  return [...all].sort((a, b) => Number(isAside(a.file)) - Number(isAside(b.file)))
}

const besideProduct =
  /(?:^|\/)(?:benchmarks?|bench|examples?|demos?|samples?|playgrounds?|fixtures?|snippets|fuzz|build-logic|buildSrc|tests?|testing|[^/]*[-_]tests?(?:[-_][^/]*)?|tests?[-_][^/]*|[^/]*-testing(?:-[^/]*)?|[^/]*[-_]benchmarks?)\/|^(?:docs?|website|site|www|tools?(?!\/src\/)|[^/]*-tools|utils|scripts?|contrib|release|hack|metrics|rake|rubocop|ci|packaging|gradle|\.[^/]+)\//i
const toolFiles = /(?:^|\/)(?:build\.rs|setup\.py|conftest\.py|noxfile\.py|[^/]*\.config\.[cm]?[jt]s|vitest\.[^/]*|jest\.[^/]*|rakefile|gulpfile[^/]*|gruntfile[^/]*|benchmarks?[_-][^/]*\.py|tests?_[^/]*|[^/]*_(?:test|bench)\.\w+)$/i

/** Code that ships: `src/utils` is a part of it, `utils` beside `src` is not. */
export const isProductPath = (path: string): boolean => !besideProduct.test(path) && !toolFiles.test(path)
