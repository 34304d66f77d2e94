import { expect, test } from 'vitest'
import type { SourceFile } from '../code-map.js'
import { readProject } from './read-project.js'

const blank = { oid: '', sizeBytes: 1, lines: 1, language: undefined, role: 'config', packageName: undefined, doc: undefined, errorShare: 0 } as const

/** Every name is a file of the repository; those with text are read. */
function project(texts: Readonly<Record<string, string>>) {
  const files = Object.keys(texts).map((path): SourceFile => ({ path, ...blank }))
  return readProject({ files, parsed: [], texts: new Map(Object.entries(texts)) })
}

const commands = (texts: Readonly<Record<string, string>>) => project(texts).commands.map(({ value, path }) => `${value.purpose}: ${value.command} (${path})`)

test('drops the major version of a Go module path', () => {
  expect(project({ 'go.mod': 'module go.etcd.io/etcd/v3\n' }).name?.value).toBe('etcd')
  expect(project({ 'go.mod': 'module gopkg.in/yaml.v3\n' }).name?.value).toBe('yaml')
})

test('takes the name from the README where no manifest has one, but not from a sentence', () => {
  expect(project({ 'README.md': 'This README is just a fast *quick start* document.\n\nWhat is Redis?\n---\n\nRedis is often referred to as a *data structures* server.\n' })).toMatchObject({
    name: { value: 'Redis', startLine: 3 },
    readmeSummary: { value: 'Redis is often referred to as a data structures server.', startLine: 6 },
  })
  expect(project({ 'README.md': '# The best queue that money can buy\n' }).name).toBeUndefined()
  expect(project({ 'README.md': 'A fast store of keys and values, ordered by key.\n\n# Features\n\n# Getting started\n' }).name).toBeUndefined()
  expect(project({ 'README.md': '# Gson\n', 'pom.xml': '<project><name>Gson Parent</name></project>' }).name?.value).toBe('Gson')
})

test('lets the manifest at the top speak for the project', () => {
  expect(project({ 'website/package.json': '{"name":"site"}', 'pyproject.toml': '[project]\nname = "tool"\n' }).name?.value).toBe('tool')
})

test('does not take the targets of links for what the README says', () => {
  expect(project({ 'README.md': '# x\n\n[![Gem](https://a.org/x.svg)][gem]\n\n[gem]: https://a.org/gems/x\n[build server]: https://a.org/ci\n\nA generator of static sites, aware of blogs.\n' }).readmeSummary).toMatchObject({
    value: 'A generator of static sites, aware of blogs.', startLine: 8,
  })
})

test('does not let a project that only tests or shows it speak for the repository', () => {
  const files = { 'README.md': 'OkHttp\n======\n\nSee the [project website][site] for documentation.\n\nHTTP is the way modern applications network.\n', 'maven/pom.xml': '<project><name>parts</name><description>Parts of it.</description></project>' }
  expect(project(files)).toMatchObject({ name: { value: 'OkHttp' }, description: undefined, readmeSummary: { value: 'HTTP is the way modern applications network.' } })
  const [shown] = [{ ...blank, path: 'samples/a/package.json', role: 'example' as const }]
  expect(readProject({ files: [shown], parsed: [], texts: new Map([[shown.path, '{"name":"sample"}']]) }).name).toBeUndefined()
})

test('counts the languages of what is written, without the pages of documentation beside it', () => {
  const html = { ...blank, path: 'docs/a.html', lines: 900, role: 'docs' as const }
  const shares = (files: readonly SourceFile[]) => readProject({ files, parsed: [], texts: new Map() }).languages.map(({ label }) => label)
  expect(shares([html, { ...blank, path: 'Sources/a.swift', role: 'source' }])).toEqual(['Swift'])
  expect(shares([html])).toEqual(['HTML'])
})

test('takes the items of a short list into the sentence that leads to it', () => {
  const text = '# x\n\nIt stores the most critical data with a focus on being:\n\n* *Simple*: a small API\n* *Fast*: 10,000 writes\n\nMore.\n'
  expect(project({ 'README.md': text }).readmeSummary).toEqual({
    value: 'It stores the most critical data with a focus on being: Simple: a small API; Fast: 10,000 writes.', path: 'README.md', startLine: 3, endLine: 6,
  })
})

test('runs scripts with the package manager whose lock file lies there', () => {
  const manifest = '{"scripts":{"test":"vitest","build":"tsc"}}'
  expect(commands({ 'package.json': manifest })).toEqual(['test: npm test (package.json)', 'build: npm run build (package.json)'])
  expect(commands({ 'package.json': manifest, 'yarn.lock': '' })).toEqual(['install: yarn install (yarn.lock)', 'test: yarn test (package.json)', 'build: yarn run build (package.json)'])
  expect(commands({ 'package.json': manifest, 'bun.lock': '' })).toContain('test: bun run test (package.json)')
  expect(commands({ 'package.json': manifest.replace('{', '{"packageManager":"pnpm@9.1.0",') })).toContain('test: pnpm test (package.json)')
})

test('names the tools of a Python project by their own files', () => {
  const toml = '[project]\nname = "x"\n'
  expect(commands({ 'pyproject.toml': toml, 'uv.lock': '', 'tox.ini': '' })).toEqual(['install: uv sync (uv.lock)', 'test: tox (tox.ini)'])
  expect(commands({ 'pyproject.toml': toml })).toEqual(['install: pip install . (pyproject.toml)'])
})

test('prefers what Makefile and README name to what is usual', () => {
  const readme = '# x\n\n    % make\n\nand\n\n```\n$ make test\nnpm install x | tee log\n```\n'
  expect(commands({ 'go.mod': 'module a.org/x\n', Makefile: 'build:\n\tgo build\n' })).toEqual(['build: make build (Makefile)', 'test: go test ./... (go.mod)'])
  expect(commands({ Makefile: 'install:\n\tcp a b\n', 'README.md': readme })).toEqual(['install: make install (Makefile)', 'build: make (README.md)', 'test: make test (README.md)'])
})

test('knows how a README says that a library is added to a project of one’s own', () => {
  const readme = (command: string) => commands({ 'README.md': `# x\n\n\`\`\`bash\n${command}\n\`\`\`\n` })
  for (const command of ['composer require acme/x', 'cargo add x', 'go get -u example.org/x', 'yarn add x', 'gem install x']) expect(readme(command)).toEqual([`install: ${command} (README.md)`])
  expect(readme('composer audit')).toEqual([])
})

test('reads the package of a crate, or what its workspace says for all', () => {
  const facts = project({ 'Cargo.toml': '[workspace]\nmembers = ["a"]\n\n[package]\nname = "tool"\ndescription = "Does it."\nlicense = "MIT"\nrust-version = "1.80"\n\n[[bin]]\nname = "tl"\n\n[dependencies]\nserde = { version = "1", features = ["derive"] }\nown = { path = "own" }\n\n[dev-dependencies]\nproptest = "1.5"\n' })
  expect(facts).toMatchObject({ name: { value: 'tool', startLine: 5 }, description: { value: 'Does it.', startLine: 6 }, licence: { value: 'MIT' }, runtimes: [{ value: 'rust >= 1.80' }] })
  expect(facts.dependencies.map(({ value, startLine }) => [value.name, value.version, value.scope, startLine])).toEqual([
    ['serde', '1', 'runtime', 14],
    ['proptest', '1.5', 'development', 18],
  ])
  expect(facts.entryPoints).toMatchObject([{ value: { kind: 'command', label: 'tl' }, startLine: 11 }])
  expect(facts.commands.map(({ value }) => value.command)).toEqual(['cargo build --release --workspace', 'cargo test --workspace'])
})

test('reads the package of a PHP project; its extensions are the runtime, no packages', () => {
  const facts = project({ 'composer.json': '{\n"name": "acme/queue",\n"description": "Queues.",\n"require": {\n"php": ">=8.1",\n"ext-json": "*",\n"psr/log": "^3"\n},\n"require-dev": {\n"phpunit/phpunit": "^11"\n},\n"scripts": {\n"test": "phpunit"\n}\n}\n' })
  expect(facts).toMatchObject({ name: { value: 'acme/queue', startLine: 2 }, runtimes: [{ value: 'php >=8.1', startLine: 5 }] })
  expect(facts.dependencies.map(({ value, startLine }) => [value.name, value.scope, startLine])).toEqual([
    ['psr/log', 'runtime', 7],
    ['phpunit/phpunit', 'development', 10],
  ])
  expect(facts.commands.map(({ value }) => value.command)).toEqual(['composer test', 'composer install'])
})

test('does not fail on a manifest that is no manifest', () => {
  for (const text of ['', '[', '[]', 'null', '{"require": 1, "scripts": [1]}', '[package]\nname = 1\n[dependencies]\na = 1\nb = []\n[[bin]]\n']) {
    expect(project({ 'Cargo.toml': text, 'composer.json': text }).name).toBeUndefined()
  }
})

test('takes the first example of the README that is in a language of the repository, word for word', () => {
  const readme = '# x\n\n```sh\npip install x\n```\n\n```json\n{}\n{}\n```\n\n   ```python\n   import x\n\n   x.run("```")\n   ```\n\n```python\nimport y\ny.run()\n```\n'
  const source = (path: string) => ({ ...blank, path, role: 'source' as const })
  const example = (text: string, path: string) => readProject({ files: [source(path)], parsed: [], texts: new Map([['README.md', text]]) }).readmeExample
  expect(example(readme, 'x.py')).toEqual({ value: { language: 'python', code: 'import x\n\nx.run("```")' }, path: 'README.md', startLine: 13, endLine: 15 })
  expect(example(readme, 'x.go')).toBeUndefined()
  expect(example('```js\nconst a = 1\na()\n```\n', 'x.ts')?.value.language).toBe('javascript')
  expect(example('Use\n\n.. code-block:: python\n   :caption: so\n\n   import x\n\n   x()\n\nThen\n', 'x.py')).toMatchObject({ value: { code: 'import x\n\nx()' }, startLine: 6, endLine: 8 })
})

test('takes no announcement for what the project is', () => {
  const readme = "# Gin\n\n## Gin 1.12 is now available!\n\nWe're excited to announce the release of Gin 1.12! It brings new features.\n\n---\n\nGin is a web framework that is written in Go.\n"
  expect(project({ 'README.md': readme }).readmeSummary).toMatchObject({ value: 'Gin is a web framework that is written in Go.', startLine: 9 })
})
