import type { CodeMap, ProjectCommand, Sourced } from '../../analysis/code-map.js'

const most = 2
const maxLength = 120

const testRun =
  /(?:^|[\s/])(?:pytest|tox|nox|vitest|jest|mocha|rspec|phpunit|pest|ctest|gotestsum|go test|cargo (?:nextest run|test)|dotnet test|swift test|(?:npm|yarn|pnpm|bun)(?: run)? test|(?:make|rake|composer(?: run)?) (?:test|check)|(?:mvnw?|gradlew?|sbt)\b.*\b(?:test|check|verify))(?=\s|$)/

/** Commands by which the pipelines of continuous integration test, word for word: the first ones that a person can type. */
export function pipelineTests(code: CodeMap): Sourced<ProjectCommand>[] {
  const found = new Map<string, Sourced<ProjectCommand>>()
  for (const { path, facts } of code.surroundings.documents) {
    if (facts.kind !== 'pipeline') continue
    for (const { text, line } of facts.jobs.flatMap(({ commands }) => commands)) {
      if (found.has(text) || text.length > maxLength || /\$\{|\$\(|[|<>`]/.test(text) || !testRun.test(text)) continue
      found.set(text, { value: { purpose: 'test', command: text, runs: undefined }, path, startLine: line, endLine: line })
    }
  }
  return [...found.values()].slice(0, most)
}
