import { afterAll, describe, expect, it } from 'vitest'
import { CodeLab, type Files } from '../../test/support/code-analysis.js'

const { analyse, close } = new CodeLab()
afterAll(close)

const offered = async (files: Files) => (await analyse(files)).offers.map(({ name, path, line, component }) => `${name} = ${component} (${path}:${line})`)

describe('what a project offers to who imports it by its name', () => {
  it('TypeScript: what the package\'s entry defines and hands on, under the names that it gives', async () => {
    expect(
      await offered({
        'package.json': '{"name":"queue","main":"./dist/index.js"}',
        'src/index.ts': "export * from './jobs/index.js'\nexport { Store as Keeper } from './store.js'\nimport { hidden, Shelf as Rack } from './store.js'\nexport const version = hidden\nfunction inner() {}\nexport { Rack }\n",
        'src/jobs/index.ts': "export * from './job.js'\nexport * from '../index.js'\n",
        'src/jobs/job.ts': 'export class Job {}\nclass Secret {}\n',
        'src/store.ts': 'export class Store {}\nexport class Shelf {}\nexport const hidden = 1\n',
      }),
    ).toEqual(['Job = src/jobs/job.ts#Job (src/index.ts:1)', 'Keeper = src/store.ts#Store (src/index.ts:2)', 'Rack = src/store.ts#Shelf (src/index.ts:3)', 'version = src/index.ts#version (src/index.ts:4)'])
  })

  it('Python: what the package imports into its `__init__`, without what begins with an underscore; `__all__` is no name of its own', async () => {
    const files = {
      'src/queue_lab/__init__.py': "from .core import Job, _secret\nfrom . import core\nfrom .more import *\n__all__ = ['Job']\ndef make():\n    pass\n",
      'src/queue_lab/core.py': 'class Job:\n    pass\ndef _secret():\n    pass\n',
      'src/queue_lab/more.py': 'LIMIT = 3\n',
    }
    const expected = ['Job = src/queue_lab/core.py#Job (src/queue_lab/__init__.py:1)', 'LIMIT = src/queue_lab/more.py#LIMIT (src/queue_lab/__init__.py:3)', 'make = src/queue_lab/__init__.py#make (src/queue_lab/__init__.py:5)']
    expect(await offered({ ...files, 'pyproject.toml': '[project]\nname = "Queue-Lab"\n' })).toEqual(expected)
    // Called otherwise than its package, which is the only one there is.
    expect(await offered({ ...files, 'pyproject.toml': '[project]\nname = "PyQueue"\n' })).toEqual(expected)
  })

  it('Rust: what the crate defines and hands on in public; nothing where no file speaks for the project', async () => {
    expect(
      await offered({
        'Cargo.toml': '[package]\nname = "lab"\n',
        'src/lib.rs': 'mod job;\npub use crate::job::Job;\nuse crate::job::Inner;\npub fn run() {}\nfn hidden() {}\n',
        'src/job.rs': 'pub struct Job;\npub struct Inner;\n',
      }),
    ).toEqual(['Job = src/job.rs#Job (src/lib.rs:2)', 'run = src/lib.rs#run (src/lib.rs:4)'])
    expect(await offered({ 'a/a.go': 'package a\n\nfunc Run() {}\n' })).toEqual([])
  })
})

describe('where a run begins', () => {
  it('is the function that a manifest names, told once', async () => {
    const code = await analyse({
      'pyproject.toml': '[project]\nname = "lab"\n[project.scripts]\nlab = "lab.cli:start"\n',
      'src/lab/__init__.py': '',
      'src/lab/cli.py': 'def start():\n    pass\n\ndef main():\n    pass\n',
      'Cargo.toml': '[package]\nname = "x"\n[[bin]]\nname = "x"\npath = "crates/x.rs"\n',
      'crates/x.rs': 'fn main() {}\n',
    })
    expect(code.project.entryPoints.map(({ value }) => `${value.kind} ${value.label} ${value.component ?? ''}`)).toEqual([
      'command lab (lab.cli:start) src/lab/cli.py#start', 'command x crates/x.rs#main', 'main main src/lab/cli.py#main',
    ])
  })
})
