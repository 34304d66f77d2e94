/** Which state of the repository the user named. `default` is what the remote's HEAD points at. */
export type Revision =
  | { readonly kind: 'default' }
  | { readonly kind: 'branch'; readonly name: string }
  | { readonly kind: 'tag'; readonly name: string }
  | { readonly kind: 'commit'; readonly id: string }

/**
 * What the user named, in canonical form: two spellings of one repository are equal, two repositories never are.
 * `a/b--c` and `a--b/c` differ in `owner` and `name`.
 */
export interface RepositoryRef {
  /** `https://github.com/owner/name` without `.git` or trailing slash; `file:///absolute/path` for a local one. */
  readonly url: string
  /** Lower-case host with a non-default port (`git.example.org:8443`), or `local`. */
  readonly host: string
  /** Everything between host and name: `owner`, `group/sub`. For `local`: parent folder and a short hash of its path. */
  readonly owner: string
  readonly name: string
  readonly revision: Revision
}

/** What a caller may send; at most one of branch, tag and commit. */
export interface RepositoryInput {
  readonly repository: string
  readonly branch?: string | undefined
  readonly tag?: string | undefined
  readonly commit?: string | undefined
}
