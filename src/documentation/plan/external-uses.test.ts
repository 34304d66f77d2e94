import { expect, it } from 'vitest'
import { codeMap, moduleNode } from '../../../test/support/code-map-fixture.js'
import { externalUses } from './external-uses.js'

it('finds the imports of a dependency by path, group and first word, in the order of the code', () => {
  const specifiers = ['lodash', 'lodash/fp', 'lodash-es', '@scope/kit/deep/part', 'yaml.reader', 'YAML', 'com.google.gson.Gson', 'com.googleapis.X', 'my_tool', 'a/my_tool']
  const plain = codeMap({ files: { 'a.ts': { lines: 99 } }, modules: moduleNode('overview', ['a.ts']) })
  const dependency = (name: string) => ({ value: { name, version: undefined, scope: 'runtime' as const }, path: 'm', startLine: 1, endLine: 1 })
  const code = {
    ...plain,
    imports: specifiers.map((specifier, at) => ({ from: 'a.ts', line: at + 1, specifier, targets: [] })),
    project: { ...plain.project, dependencies: ['lodash', '@scope/kit', 'yaml', 'com.google.gson:gson', 'my-tool', 'nobody'].map(dependency) },
  }
  const uses = externalUses(code, new Set(['a.ts'])).map((use) => [use.dependency.value.name, ...use.imports.map(({ specifier }) => specifier)])
  expect(new Map(uses.map(([name = '', ...found]) => [name, found]))).toEqual(
    new Map([
      ['@scope/kit', ['@scope/kit/deep/part']],
      ['com.google.gson:gson', ['com.google.gson.Gson']],
      ['lodash', ['lodash', 'lodash/fp']],
      ['my-tool', ['my_tool']],
      ['yaml', ['yaml.reader', 'YAML']],
    ]),
  )
})

it('knows the package of a PHP namespace by its name, for nothing says more', () => {
  const specifiers = ['Psr.Http.Message', 'GuzzleHttp.Promise', 'Symfony.Component.Console.Input', 'Acme']
  const plain = codeMap({ files: { 'a.php': { lines: 99 } }, modules: moduleNode('overview', ['a.php']) })
  const dependency = (name: string) => ({ value: { name, version: undefined, scope: 'runtime' as const }, path: 'composer.json', startLine: 1, endLine: 1 })
  const code = {
    ...plain,
    imports: specifiers.map((specifier, at) => ({ from: 'a.php', line: at + 1, specifier, targets: [] })),
    project: { ...plain.project, dependencies: ['psr/http-message', 'psr/http-client', 'guzzlehttp/promises', 'symfony/console'].map(dependency) },
  }
  const uses = externalUses(code, new Set(['a.php'])).map((use) => [use.dependency.value.name, ...use.imports.map(({ specifier }) => specifier)])
  expect(uses).toEqual([['guzzlehttp/promises', 'GuzzleHttp.Promise'], ['psr/http-message', 'Psr.Http.Message'], ['symfony/console', 'Symfony.Component.Console.Input']])
})
