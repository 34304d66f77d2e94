import { afterAll, describe, expect, it } from 'vitest'
import { CodeLab, edges } from '../../test/support/code-analysis.js'

const { analyse, close } = new CodeLab()
afterAll(close)

const pkg = {
  'pkg/__init__.py': 'from . import tools\nfrom .core import Core\n',
  'pkg/core.py': 'class Core:\n    def go(self):\n        return self\n\nclass Other:\n    pass\n',
  'pkg/tools.py': 'LIMIT = 3\ndef rewind():\n    return LIMIT\n',
}

describe('Python: what pyright knows', () => {
  it('follows a receiver over calls within its arguments', async () => {
    const code = await analyse({ ...pkg, 'use.py': 'import pkg\ndef use():\n    pkg.Core(make(one(), ")"), two()).go()\n' })
    expect(edges(code).filter((edge) => edge.startsWith('use.py'))).toEqual(['use.py#use call pkg/core.py#Core (import)', 'use.py#use call pkg/core.py#Core.go (typed)'])
  })

  it('finds a module of a package by the name of the package, and what a with statement binds', async () => {
    const code = await analyse({ ...pkg, 'use.py': 'import pkg\nfrom pkg import core\ndef use():\n    pkg.tools.rewind()\n    with core.Core() as held:\n        held.go()\n' })
    expect(edges(code).filter((edge) => edge.startsWith('use.py'))).toEqual([
      'use.py#use call pkg/core.py#Core (import)',
      'use.py#use call pkg/core.py#Core.go (typed)',
      'use.py#use call pkg/tools.py#rewind (import)',
    ])
  })

  it('takes what a branch of the module assigns for the module\'s, once', async () => {
    const code = await analyse({ 'a.py': 'import sys\nif sys.version_info > (3, 9):\n    Path = str\nelse:\n    Old = bytes\ntry:\n    import fast\n    engine = fast\nexcept ImportError:\n    engine = None\ndef f():\n    if True:\n        local = 1\n' })
    expect(code.components.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['constant a.py#Path', 'constant a.py#Old', 'constant a.py#engine', 'function a.py#f'])
  })

  it('finds every type of a union', async () => {
    const code = await analyse({ ...pkg, 'use.py': 'from pkg import core\nfrom pkg.core import Core, Other\ndef use(a: int | Core | None, b: str | core.Other | None):\n    pass\n' })
    expect(code.references.filter(({ from, kind }) => from === 'use.py#use' && kind === 'type').map(({ to }) => to)).toEqual(['pkg/core.py#Core', 'pkg/core.py#Other'])
  })

  it('counts constants that are read and functions that are handed on, and nothing that is hidden or only bound', async () => {
    const code = await analyse({
      ...pkg,
      'use.py': 'from pkg import tools\nfrom pkg.tools import LIMIT, rewind as back\ndef use(values):\n    return sorted(values, key=back)[:tools.LIMIT + LIMIT]\ndef own(LIMIT, back):\n    return run(back=1, LIMIT=LIMIT).back\n',
    })
    expect(edges(code).filter((edge) => edge.includes(' read '))).toEqual([
      'pkg/tools.py#rewind read pkg/tools.py#LIMIT (local)',
      'use.py#use read pkg/tools.py#LIMIT (import)',
      'use.py#use read pkg/tools.py#rewind (import)',
    ])
  })
})
