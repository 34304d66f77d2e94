/**
 * The anchor of a heading as GitHub makes it: lower case, everything dropped that is not a letter, number, mark, space, hyphen or
 * underscore, spaces to hyphens. Duplicates on one page would get `-1`, `-2`; our pages choose headings so that there are none.
 */
export function githubSlug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} \-_]/gu, '')
    .replaceAll(' ', '-')
}
