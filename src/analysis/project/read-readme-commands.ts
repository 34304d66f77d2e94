import type { ProjectCommand, Sourced } from '../code-map.js'
import { commandPurpose } from './manifest-facts.js'

const tool = /^(?:make|cmake|ninja|meson|go|cargo|\.\/mvnw|mvn|\.\/gradlew|gradle|npm|yarn|pnpm|bun|pip3?|python3? -m pip|uv|poetry|tox|nox|mix|dotnet|composer|gem|bundle|docker(?: compose|-compose)?|\.\/configure|\.\/build(?:\.sh)?)(?=\s|$)/
const most = 6

/** Commands that the README shows in its code blocks, as a person would type them: one per purpose and line, the first ones. */
export function readReadmeCommands(path: string, text: string): Sourced<ProjectCommand>[] {
  const found = new Map<string, Sourced<ProjectCommand>>()
  let inFence = false
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(?:```|~~~)/.test(line)) inFence = !inFence
    if (!inFence && !/^(?: {4}|\t)/.test(line)) continue
    const command = line.trim().replace(/^[$%>#]\s+/, '').replace(/\s+#\s.*$/, '')
    const purpose = tool.test(command) && command.length <= 80 && !/[<>|{}]|\.\.\./.test(command) ? purposeOf(command) : 'other'
    if (purpose === 'other' || found.has(command)) continue
    found.set(command, { value: { purpose, command, runs: undefined }, path, startLine: at + 1, endLine: at + 1 })
  }
  return [...found.values()].slice(0, most)
}

/** How one has a library in a project of one's own. */
const adds = /^(?:composer require|cargo add|go get|dotnet add|(?:yarn|pnpm|bun|uv|poetry) add|npm i)$/

function purposeOf(command: string): ProjectCommand['purpose'] {
  const words = command.split(/\s+/).filter((word) => !word.startsWith('-') && !word.includes('='))
  if (/^(?:tox|nox)$/.test(words[0] ?? '')) return 'test'
  if (adds.test(`${words[0]} ${words[1]}`)) return 'install'
  if (words.length === 1 && /^(?:make|ninja|cmake|\.\/configure|\.\/build(?:\.sh)?)$/.test(words[0] ?? '')) return 'build'
  const verb = words.slice(1).find((word) => word !== 'run' && word !== '-m' && word !== 'pip') ?? ''
  return commandPurpose(verb)
}
