import { posix } from 'node:path'
import type { ImportResolver, RepositoryIndex } from './import-resolver.js'

/** Absolute from any source root that has the package, relative by dots; `from a import b` means the module `a.b` where there is one. */
export const resolvePython: ImportResolver = ({ from, source, name }, index) => {
  const dots = /^\.*/.exec(source)?.[0].length ?? 0
  const parts = source.slice(dots).split('.').filter((part) => part !== '')
  if (dots > 0) {
    let folder = posix.dirname(from)
    for (let up = 1; up < dots; up += 1) folder = posix.dirname(folder)
    return pythonModule(posix.join(folder, ...parts), name, index)
  }
  for (const root of pythonRoots(from, index)) {
    const found = pythonModule(posix.join(root, ...parts), name, index)
    if (found.length > 0) return found
  }
  return []
}

function pythonModule(path: string, name: string | undefined, index: RepositoryIndex): string[] {
  const clean = path === '.' ? '' : path
  const inside = clean === '' ? '' : `${clean}/`
  if (name !== undefined && name !== '*') {
    const submodule = [`${inside}${name}.py`, `${inside}${name}/__init__.py`].find((candidate) => index.has(candidate))
    const own = [`${clean}.py`, `${inside}__init__.py`].find((candidate) => index.has(candidate))
    if (submodule !== undefined) return own === undefined ? [submodule] : [submodule, own]
  }
  const found = [`${clean}.py`, `${inside}__init__.py`].find((candidate) => index.has(candidate))
  return found === undefined ? [] : [found]
}

/** `src`, the top, `lib`, then the importing file's folders upwards, except packages: inside one, `import json` is not its own `json`. */
function pythonRoots(from: string, index: RepositoryIndex): string[] {
  const roots = ['src', '.', 'lib']
  for (let folder = posix.dirname(from); folder !== '.' && folder !== '/'; folder = posix.dirname(folder)) {
    if (!index.has(`${folder}/__init__.py`)) roots.push(folder)
  }
  return roots
}

/** Folders below a `go.mod`'s module path. */
export const resolveGo: ImportResolver = ({ source }, index) => {
  for (const path of index.manifests('go.mod')) {
    const module = /^module\s+(\S+)/m.exec(index.manifest(path) ?? '')?.[1]
    if (module === undefined || (source !== module && !source.startsWith(`${module}/`))) continue
    const folder = posix.join(posix.dirname(path), source.slice(module.length))
    const files = index.filesIn(folder === '.' ? '' : folder).filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'))
    if (files.length > 0) return files
  }
  return []
}

/** Fully qualified classes by path, whole packages by declaration. */
export const resolveJava: ImportResolver = ({ source, name }, index) => {
  if (name === '*') return index.inPackage(source)
  const parts = source.split('.')
  // `a.b.Outer.Inner` and `a.b.Type.member`: the longest prefix that is a file.
  for (let length = parts.length; length >= 2; length -= 1) {
    const found = index.endingIn(`${parts.slice(0, length).join('/')}.java`)
    if (found[0] !== undefined) return [found[0]]
  }
  return []
}

/** Headers of ISO C and POSIX: a copy somewhere in the repository is for some other platform, not for who includes the system's. */
const standardHeaders = new Set(
  'assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype aio cpio dirent dlfcn fcntl fmtmsg fnmatch ftw glob grp iconv langinfo libgen monetary mqueue ndbm netdb nl_types poll pthread pwd regex sched search semaphore spawn strings stropts syslog tar termios trace ulimit unistd utime utmpx wordexp'
    .split(' ')
    .map((name) => `${name}.h`),
)

/** Beside the file first, then the one file that ends so. */
export const resolveC: ImportResolver = ({ from, source }, index) => {
  const beside = posix.join(posix.dirname(from), source)
  if (index.has(beside)) return [beside]
  if (standardHeaders.has(source) || /^(sys|net|netinet|arpa)\//.test(source)) return []
  const found = index.endingIn(source.replace(/^(\.\.?\/)+/, ''))
  return found[0] === undefined ? [] : [found[0]]
}
