/** Folders of benchmarks, web sites, examples and tools: beside the product. */
const aside =
  /(?:^|\/)(?:benchmarks?|bench|docs?|website|site|www|examples?|demos?|samples?|playgrounds?|fixtures?|tools?|utils|scripts?|snippets|\.github|build-logic|buildSrc|internal-tools|vendor-bin|fuzz|tests?|[^/]*[-_]tests?(?:[-_][^/]*)?|tests?[-_][^/]*)\//i

export const isAside = (path: string): boolean => aside.test(path)

/** What belongs to the product first, otherwise as it was. */
export function productFirst<T extends { readonly file: string }>(all: readonly T[]): readonly T[] {
  return [...all].sort((a, b) => Number(isAside(a.file)) - Number(isAside(b.file)))
}
