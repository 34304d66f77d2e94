import { expect, test } from 'vitest'
import { codeMap, moduleNode } from '../../../test/support/code-map-fixture.js'
import { pipelineTests } from './pipeline-tests.js'

test('finds the commands by which a pipeline tests, and none that only a pipeline can run', () => {
  const commands = ['npm ci', 'npm run latest', 'uv run tox run', 'pytest ${{ matrix.args }}', 'cd x && go test ./...', 'go test ./... | tee log', './gradlew build check', 'echo test']
  const job = { id: 'test', needs: [], uses: [], startLine: 1, endLine: 20, commands: commands.map((text, at) => ({ text, line: at + 1 })) }
  const document = { path: '.github/workflows/test.yml', facts: { kind: 'pipeline' as const, system: 'GitHub Actions' as const, triggers: [], jobs: [job] } }
  const code = codeMap({ files: {}, modules: moduleNode('overview', []), surroundings: { documents: [document] } })
  expect(pipelineTests(code).map(({ value, startLine }) => `${value.command} ${startLine}`)).toEqual(['uv run tox run 3', 'cd x && go test ./... 5'])
})
