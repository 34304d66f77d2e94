import { expect, test } from 'vitest'
import type { DocumentFacts } from '../document-facts.js'
import { documentFormat, readDocument } from '../document-formats.js'
import { joinPackages } from '../../packages/join-packages.js'

function read(path: string, text: string): DocumentFacts | undefined {
  const format = documentFormat(path, Buffer.from(text))
  if (format === undefined) throw new Error(`no format for ${path}`)
  return readDocument(format, path, text)
}

/** Each dependency on a line: `line name asked group locked internal`. */
function dependencies(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const found = Object.entries(files).map(([path, text]) => ({ path, facts: read(path, text) }))
  const manifests = found.flatMap(({ path, facts }) => (facts?.kind === 'manifest' ? [{ path, facts }] : []))
  const locks = found.flatMap(({ path, facts }) => (facts?.kind === 'lock' ? [{ path, facts }] : []))
  return Object.fromEntries(
    joinPackages(manifests, locks).map((one) => [
      one.path,
      one.dependencies.map((d) => [d.startLine, d.name, d.asked ?? '-', d.group, d.groupName, d.locked === undefined ? undefined : `= ${d.locked.value} (${d.locked.path}:${d.locked.startLine})`, d.licence?.value, d.internal].filter((part) => part !== undefined).join(' ')),
    ]),
  )
}

test('reads npm packages with what each lock file says of versions and licences', () => {
  const manifest = '{\n  "name": "app",\n  "dependencies": {\n    "left": "^1.0.0",\n    "lib": "workspace:*"\n  },\n  "devDependencies": {\n    "vitest": "2"\n  }\n}\n'
  const lib = '{\n  "name": "lib",\n  "dependencies": { "left": "^2.0.0" }\n}\n'
  const npm = '{\n  "packages": {\n    "node_modules/left": {\n      "version": "1.4.0",\n      "license": "MIT"\n    },\n    "packages/lib/node_modules/left": {\n      "version": "2.1.0"\n    },\n    "node_modules/lib": { "link": true }\n  }\n}\n'
  expect(dependencies({ 'package.json': manifest, 'packages/lib/package.json': lib, 'package-lock.json': npm })).toEqual({
    'package.json': ['4 left ^1.0.0 runtime = 1.4.0 (package-lock.json:3) MIT', '5 lib workspace:* runtime packages/lib/package.json', '8 vitest 2 development'],
    'packages/lib/package.json': ['3 left ^2.0.0 runtime = 2.1.0 (package-lock.json:7)'],
  })
  const yarn = '# yarn lockfile v1\n\nleft@^1.0.0, left@^1.2.0:\n  version "1.4.1"\n\n"left@npm:^2.0.0":\n  version: 2.3.0\n'
  expect(dependencies({ 'package.json': manifest, 'packages/lib/package.json': lib, 'yarn.lock': yarn })['package.json']?.[0]).toBe('4 left ^1.0.0 runtime = 1.4.1 (yarn.lock:3)')
  const pnpm = "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      left:\n        specifier: ^1.0.0\n        version: 1.5.0\n  packages/lib:\n    dependencies:\n      left:\n        specifier: ^2.0.0\n        version: 2.2.2(react@18.0.0)\n"
  expect(dependencies({ 'package.json': manifest, 'packages/lib/package.json': lib, 'pnpm-lock.yaml': pnpm })).toMatchObject({
    'package.json': expect.arrayContaining(['4 left ^1.0.0 runtime = 1.5.0 (pnpm-lock.yaml:7)']),
    'packages/lib/package.json': ['3 left ^2.0.0 runtime = 2.2.2 (pnpm-lock.yaml:12)'],
  })
  expect(dependencies({ 'package.json': manifest, 'bun.lock': '{\n  "packages": {\n    "left": ["left@1.6.0", "", {}],\n' })['package.json']?.[0]).toBe('4 left ^1.0.0 runtime = 1.6.0 (bun.lock:3)')
})

test('takes a package of its own name from the registry for another one', () => {
  const files = { 'package.json': '{ "name": "hono" }', 'bench/package.json': '{\n"dependencies": { "hono": "^3.0.0" } }', 'bench/yarn.lock': 'hono@^3.0.0:\n  version "3.1.0"\n' }
  expect(dependencies(files)['bench/package.json']).toEqual(['2 hono ^3.0.0 runtime = 3.1.0 (bench/yarn.lock:1)'])
})

test('reads crates, with a workspace that keeps versions and a lock with two versions of one crate', () => {
  const files = {
    'Cargo.toml': '[workspace]\nmembers = ["core"]\n\n[workspace.dependencies]\nserde = "1.0"\n\n[package]\nname = "top"\n\n[dependencies]\nserde = { workspace = true, optional = true }\ncore = { path = "core" }\nrand = "0.8"\n\n[dependencies.regex]\nversion = "1.9"\n\n[target.\'cfg(unix)\'.dependencies]\nlibc = "0.2"\n',
    'core/Cargo.toml': '[package]\nname = "core-crate"\n',
    'Cargo.lock': ['serde 1.0.200', 'rand 0.7.3', 'rand 0.8.5', 'top 0.1.0'].map((one) => `[[package]]\nname = "${one.split(' ')[0]}"\nversion = "${one.split(' ')[1]}"\n${one.startsWith('top') ? '' : 'source = "registry"\n'}`).join('\n'),
  }
  expect(dependencies(files)['Cargo.toml']).toEqual([
    '11 serde 1.0 optional = 1.0.200 (Cargo.lock:2)',
    '12 core - runtime core/Cargo.toml',
    '13 rand 0.8 runtime = 0.8.5 (Cargo.lock:12)',
    '15 regex 1.9 runtime',
    '19 libc 0.2 runtime cfg(unix)',
  ])
})

test('reads Go modules without what is only indirect', () => {
  const mod = 'module a.org/x\n\ngo 1.22\n\nrequire (\n\tgithub.com/a/b v1.2.3\n\tgithub.com/c/d v0.1.0 // indirect\n\ta.org/y v0.0.0\n)\n\nreplace a.org/y => ./y\n'
  expect(dependencies({ 'go.mod': mod, 'y/go.mod': 'module a.org/y\n', 'go.sum': 'github.com/a/b v1.2.3 h1:x=\ngithub.com/a/b v1.2.3/go.mod h1:y=\n' })['go.mod']).toEqual([
    '6 github.com/a/b v1.2.3 runtime = v1.2.3 (go.sum:1)',
    '8 a.org/y v0.0.0 runtime y/go.mod',
  ])
})

test('reads Python packages: standard tables, groups, Poetry, requirements and setup.cfg', () => {
  expect(
    dependencies({
      'pyproject.toml': '[project]\nname = "x"\ndependencies = [\n  "Foo_Bar[s]>=1,<2; python_version < \'3.9\'",\n]\n\n[project.optional-dependencies]\nasync = ["asgi"]\n\n[dependency-groups]\ndev = [\n  "pytest",\n  {include-group = "async"},\n]\n',
      'uv.lock': '[[package]]\nname = "foo-bar"\nversion = "1.5"\nsource = { registry = "https://pypi.org/simple" }\n',
    })['pyproject.toml'],
  ).toEqual(['4 Foo_Bar >=1,<2 runtime = 1.5 (uv.lock:2)', '8 asgi - optional async', '12 pytest - development dev'])
  expect(dependencies({ 'pyproject.toml': '[tool.poetry]\nname = "x"\n\n[tool.poetry.dependencies]\npython = "^3.9"\nhttpx = {version = "^0.27", optional = true}\n' })['pyproject.toml']).toEqual(['6 httpx ^0.27 optional'])
  expect(dependencies({ 'requirements-dev.txt': '# tools\n-r requirements.txt\nmypy==1.2\n' })['requirements-dev.txt']).toEqual(['3 mypy ==1.2 development'])
  expect(dependencies({ 'setup.cfg': '[metadata]\nname = x\n\n[options]\ninstall_requires =\n    six>=1.4\n\n[options.extras_require]\ntest =\n    nose\n' })['setup.cfg']).toEqual(['6 six >=1.4 runtime', '10 nose - optional test'])
})

test('reads Composer, Maven, Gradle, NuGet, Ruby, Swift and sbt', () => {
  expect(
    dependencies({
      'composer.json': '{\n "require": {\n  "php": ">=8",\n  "psr/log": "^3"\n }\n}',
      'composer.lock': '{\n "packages": [\n  {\n   "name": "psr/log",\n   "version": "3.0.2",\n   "license": ["MIT"]\n  }\n ]\n}',
    })['composer.json'],
  ).toEqual(['4 psr/log ^3 runtime = 3.0.2 (composer.lock:4) MIT'])
  expect(
    dependencies({
      'pom.xml': '<project>\n<groupId>g</groupId>\n<artifactId>top</artifactId>\n<properties><v>4.13</v></properties>\n<dependencyManagement><dependencies><dependency><groupId>org.x</groupId>\n<artifactId>y</artifactId><version>2</version></dependency></dependencies>\n</dependencyManagement>\n</project>',
      'web/pom.xml': '<project>\n<parent><groupId>g</groupId></parent><artifactId>web</artifactId>\n<dependencies>\n<dependency><groupId>org.x</groupId>\n<artifactId>y</artifactId></dependency>\n<dependency><groupId>g</groupId>\n<artifactId>top</artifactId><scope>test</scope></dependency>\n</dependencies>\n</project>',
    })['web/pom.xml'],
  ).toEqual(['5 org.x:y 2 runtime', '7 g:top - test pom.xml'])
  expect(dependencies({ 'app/build.gradle.kts': 'dependencies {\n  implementation("a.b:c:1.0")\n  testImplementation(project(":core"))\n  api(libs.guava)\n  implementation("x:y:$v")\n}\n', 'core/build.gradle': '' })['app/build.gradle.kts']).toEqual([
    '2 a.b:c 1.0 runtime', '3 :core - test core/build.gradle', '4 libs.guava - runtime', '5 x:y - runtime',
  ])
  expect(
    dependencies({
      'Directory.Packages.props': '<Project>\n<ItemGroup>\n<PackageVersion Include="N.J" Version="13.0.1" />\n</ItemGroup>\n</Project>',
      'src/A/A.csproj': '<Project Sdk="x">\n<ItemGroup>\n<PackageReference Include="N.J" />\n<ProjectReference Include="..\\B\\B.csproj" />\n</ItemGroup>\n</Project>',
      'src/B/B.csproj': '<Project Sdk="x"></Project>',
    })['src/A/A.csproj'],
  ).toEqual(['3 N.J 13.0.1 runtime', '4 B - runtime src/B/B.csproj'])
  expect(
    dependencies({ Gemfile: 'gem "rack", "~> 3.0"\ngroup :test do\n  gem "rspec"\nend\ngem "x", path: "x"\n', 'x/x.gemspec': 'Gem::Specification.new do |s|\n  s.name = "x"\n  s.add_development_dependency "rake", ">= 1"\nend\n', 'Gemfile.lock': 'GEM\n  specs:\n    rack (3.0.8)\n' }),
  ).toEqual({ Gemfile: ['1 rack ~> 3.0 runtime = 3.0.8 (Gemfile.lock:3)', '3 rspec - test test', '5 x - runtime x/x.gemspec'], 'x/x.gemspec': ['3 rake >= 1 development'] })
  expect(dependencies({ 'Package.swift': 'let package = Package(\n  name: "P",\n  dependencies: [\n    .package(url: "https://h/a/Nio.git", from: "2.0.0"),\n' })['Package.swift']).toEqual(['4 Nio from: 2.0.0 runtime'])
  expect(dependencies({ 'build.sbt': 'name := "s"\nlibraryDependencies += "org.a" %% "b" % "1.1" % Test\n' })['build.sbt']).toEqual(['2 org.a:b 1.1 test'])
})

test('refuses what is not what its name says, and what grows without end', () => {
  expect(() => read('package.json', '{')).toThrow()
  expect(() => read('Cargo.toml', '= x')).toThrow()
  const bomb = `a0: &a0 [x]\n${Array.from({ length: 30 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}]\n`).join('')}services: {s: {image: *a30}}\n`
  expect(() => read('compose.yml', bomb)).toThrow('more than a person would write')
  expect(() => read('compose.yml', `services: ${'['.repeat(100_000)}`)).toThrow()
  const entities = `<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;">]><project><artifactId>&b;</artifactId></project>`
  expect(read('pom.xml', entities)).toMatchObject({ name: { text: '&b;' } })
})
