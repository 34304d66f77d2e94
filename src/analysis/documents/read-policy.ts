import type { PolicyFacts, Told } from './document-facts.js'

const maxSaid = 4
const maxContacts = 6
const mail = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const address = /https?:\/\/[^\s)>\]"'`]+/g
/** What a policy says of how to report. */
const reporting = /report|disclos|contact|e-?mail|vulnerabilit/i

/** A security policy: its first sentences on reporting, and the addresses that they give. */
export function readPolicy(text: string): PolicyFacts | undefined {
  const lines = text.split('\n')
  const said: Told[] = []
  const contacts = new Map<string, Told>()
  let isCode = false
  lines.forEach((line, at) => {
    if (/^\s*(?:```|~~~)/.test(line)) isCode = !isCode
    const plain = line.trim()
    if (isCode || plain === '' || /^(?:#|<!--|\||[=\-*_]{3,}$)/.test(plain)) return
    const isNew = (lines[at - 1] ?? '').trim() === '' || /^#/.test((lines[at - 1] ?? '').trim()) || /^(?:[=-]{3,})$/.test((lines[at - 1] ?? '').trim())
    if (reporting.test(plain) && isNew && said.length < maxSaid) said.push({ text: paragraphAt(lines, at), line: at + 1 })
    for (const found of [...plain.matchAll(mail), ...(reporting.test(plain) || /security/i.test(plain) ? plain.matchAll(address) : [])]) {
      const contact = found[0].replace(/[.,;:]+$/, '')
      if (!contacts.has(contact) && contacts.size < maxContacts) contacts.set(contact, { text: contact, line: at + 1 })
    }
  })
  return said.length === 0 && contacts.size === 0 ? undefined : { kind: 'policy', said, contacts: [...contacts.values()] }
}

/** To the next empty line, on one line, without marks of Markdown. */
function paragraphAt(lines: readonly string[], from: number): string {
  const rest = lines.slice(from)
  const end = rest.findIndex((line) => line.trim() === '')
  return rest
    .slice(0, end < 0 ? undefined : end)
    .join(' ')
    .replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/<((?:https?:|mailto:)[^>]*)>/g, '$1')
    .replace(/`\s*`|\*\*|__/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 600)
}
