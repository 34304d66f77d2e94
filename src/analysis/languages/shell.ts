import { posix } from 'node:path'
import type { Language } from '../language.js'

export const shell: Language = {
  id: 'shellscript',
  label: 'Shell',
  grammars: { '.sh': 'bash', '.bash': 'bash', '.bats': 'bash' },
  docs: 'block',
  wrappers: [],
  scopes: ['program', 'subshell'],
  selfNames: [],
  sharedScope: 'none',
  isPublic: ({ name }) => !name.startsWith('_'),
  isTest: (path) => /(^|\/)(tests?|spec|bats)\//.test(path) || /(_test\.sh|\.bats)$/.test(path),
  // `source "$dir/lib.sh"`: the folder is known only when it runs, the name is known now.
  resolveImport: ({ from, source }, index) => {
    const plain = source.replace(/^.*\$(\{[^}]*\}|\([^)]*\)|\w+)[)"}]*\/?/, '')
    const beside = posix.join(posix.dirname(from), plain)
    if (index.has(beside)) return [beside]
    const found = plain === '' ? [] : index.endingIn(plain.replace(/^(\.\.?\/)+/, ''))
    return found.length === 1 ? found : []
  },
}
