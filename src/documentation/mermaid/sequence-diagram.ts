import { messageText } from './labels.js'

export interface Participant {
  readonly key: string
  readonly name: string
}

export interface Message {
  readonly from: string
  readonly to: string
  readonly text: string
}

export interface SequenceDiagram {
  readonly participants: readonly Participant[]
  readonly messages: readonly Message[]
}

/** Writes participants and messages as Mermaid, in the order given. */
export function writeSequenceDiagram(diagram: SequenceDiagram): string {
  const ids = new Map(diagram.participants.map((participant, at) => [participant.key, `P${at}`]))
  const lines = [
    'sequenceDiagram',
    ...diagram.participants.map((participant, at) => `  participant P${at} as ${messageText(participant.name)}`),
  ]
  for (const message of diagram.messages) {
    const [from, to] = [ids.get(message.from), ids.get(message.to)]
    if (from !== undefined && to !== undefined) lines.push(`  ${from}->>${to}: ${messageText(message.text)}`)
  }
  return lines.join('\n')
}
