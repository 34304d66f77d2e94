import { settingValue } from '../../setting-value.js'
import type { ContainerFacts, ContainerStage, SettingFact, Told } from '../document-facts.js'
import { given, maxText } from '../line-finder.js'

interface Instruction {
  readonly name: string
  readonly rest: string
  readonly startLine: number
  readonly endLine: number
}

/** Ports, command and environment are those of the last stage: the image that comes out. */
export function readDockerfile(text: string): ContainerFacts | undefined {
  const instructions = instructionsOf(text)
  const stages: ContainerStage[] = []
  let ports: Told[] = []
  let volumes: Told[] = []
  let entryPoint: Told | undefined
  let command: Told | undefined
  let settings: SettingFact[] = []
  const defaults = new Map<string, string>()
  for (const { name, rest, startLine, endLine } of instructions) {
    const told = { text: rest.slice(0, maxText), line: startLine }
    if (name === 'ARG' && stages.length === 0) defaults.set(rest.split('=')[0] ?? '', rest.split('=').slice(1).join('='))
    if (name === 'FROM') {
      const match = /^(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?/i.exec(rest)
      if (match?.[1] !== undefined) stages.push({ base: substitute(match[1], defaults), ...given('name', match[2]), startLine, endLine })
      ;[ports, volumes, entryPoint, command, settings] = [[], [], undefined, undefined, []]
    } else if (name === 'EXPOSE') ports.push(...rest.split(/\s+/).filter((port) => port !== '').map((port) => ({ text: port, line: startLine })))
    else if (name === 'VOLUME') volumes.push({ ...told, text: rest.replaceAll(/[[\]",]+/g, ' ').trim() })
    else if (name === 'ENTRYPOINT') entryPoint = { ...told, text: commandText(rest) }
    else if (name === 'CMD') command = { ...told, text: commandText(rest) }
    else if (name === 'ENV') settings.push(...environment(rest, startLine))
    const last = stages.at(-1)
    if (last !== undefined) stages[stages.length - 1] = { ...last, endLine }
  }
  if (stages.length === 0) return undefined
  const starts = entryPoint === undefined ? command : command === undefined ? entryPoint : { ...entryPoint, text: `${entryPoint.text} ${command.text}`.slice(0, maxText) }
  return { kind: 'container', stages, ports, volumes, ...given('starts', starts), settings }
}

/** One instruction over its continued lines; comments between them and here-documents are left out. */
function instructionsOf(text: string): Instruction[] {
  const found: Instruction[] = []
  let open: { name: string; parts: string[]; startLine: number } | undefined
  let closes: string | undefined
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (closes !== undefined) {
      if (line.trim() === closes) closes = undefined
      continue
    }
    if (/^\s*#/.test(line) || (line.trim() === '' && open === undefined)) continue
    const continued = /[\\`]\s*$/.test(line)
    const part = line.replace(/[\\`]\s*$/, '').trim()
    if (open === undefined) {
      const match = /^([A-Za-z]+)(?:\s+(.*))?$/.exec(part)
      if (match?.[1] === undefined) continue
      open = { name: match[1].toUpperCase(), parts: [match[2] ?? ''], startLine: at + 1 }
      closes = open.name === 'RUN' || open.name === 'COPY' ? /<<-?["']?(\w+)["']?/.exec(part)?.[1] : undefined
    } else open.parts.push(part)
    if (continued) continue
    found.push({ name: open.name, rest: open.parts.join(' ').trim(), startLine: open.startLine, endLine: at + 1 })
    open = undefined
  }
  return found
}

/** `${BASE:-debian}` and `$BASE` with the default of an ARG before the first stage. */
function substitute(text: string, defaults: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{?(\w+)(?::-([^}]*))?\}?/g, (whole, name: string, standard: string | undefined) => defaults.get(name) || standard || whole)
}

/** `["node", "a.js"]` as a person would type it. */
function commandText(text: string): string {
  if (!text.startsWith('[')) return text.slice(0, maxText)
  try {
    const words: unknown = JSON.parse(text)
    return (Array.isArray(words) ? words.join(' ') : text).slice(0, maxText)
  } catch {
    return text.slice(0, maxText)
  }
}

function environment(text: string, line: number): SettingFact[] {
  const pairs = [...text.matchAll(/([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)]
  if (pairs.length === 0) {
    const old = /^([A-Za-z_]\w*)\s+(.+)$/.exec(text)
    return old?.[1] === undefined ? [] : [{ name: old[1], ...given('value', settingValue(old[1], old[2]?.slice(0, maxText))), line }]
  }
  return pairs.map(([, name = '', value = '']) => ({ name, ...given('value', settingValue(name, value.replaceAll(/^["']|["']$/g, '').slice(0, maxText))), line }))
}
