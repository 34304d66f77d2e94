// What the scripted model says: from the prompt alone, so that equal prompts get equal bytes. A new way to misbehave is a line of `spoilt`.
import { createHash } from 'node:crypto'

export const sha256 = (text) => createHash('sha256').update(text).digest('hex')

const componentsIn = (text) => [...text.matchAll(/^\s*- \[(S\d+)\] (\w+) `([^`]+)`/gm)].map(([, id, kind, name]) => ({ id, kind, name }))
const modulesIn = (text) => [...text.matchAll(/^\s*- \[\[([a-z0-9-]+)\]\]/gm)].map(([, id]) => id)

/** Of the prompt; where it names none, of what stands before it and what came after it. */
function named(find, { prompt, system, later }) {
  const first = find(prompt)
  return first.length > 0 ? first : find(`${system}\n${later}`)
}

/** Calls each module as it is called at present, with a word more. */
function namesFor(prompt) {
  const told = prompt.slice(prompt.indexOf('\nModules to name:\n'))
  const modules = [...told.matchAll(/^- \[\[([a-z0-9-]+)\]\] at present: (.+)$/gm)].map(([, id, name]) => ({ id, title: `${name} part`, purpose: 'Does its part of the work.' }))
  return JSON.stringify({ modules })
}

/** Leaves modules as they are, unless it was told better. */
function divisionFor({ division = { merge: [], split: [] } }) {
  return typeof division === 'string' ? division : JSON.stringify(division)
}

/** Says something about the first components and modules that are named, cited and linked as asked. */
function proseFor(asked) {
  const components = named(componentsIn, asked)
  const modules = named(modulesIn, asked)
  const told = components.slice(0, 4).map(({ id, kind, name }, at) => `The ${kind} \`${name}\` is part ${at + 1} of what happens here [${id}].`)
  const last = components.at(-1)
  if (last === undefined) return 'There is nothing to tell.'
  const links = modules.slice(0, 2).map((id) => `It works together with [[${id}]] through \`${last.name}\` [${last.id}].`)
  return [told.join(' '), ...(links.length > 0 ? [links.join(' ')] : []), `Read of prompt ${sha256(asked.prompt).slice(0, 12)} ends with \`${last.name}\` [${last.id}].`].join('\n\n')
}

/** What a careless or hostile model writes, beside something good. */
const spoilt = {
  'unknown-ids': () => 'A claim about nothing [S9999]. Another module is [[no-such-module]]. It hides [M1].',
  'invented-symbol': ([one]) => `The function \`conjureNothing\` calls \`NoSuchType.vanish\` first [${one?.id ?? 'S1'}].`,
  'invented-citation': ([one]) => `The class \`${one?.name ?? 'Nobody'}\` retries each call three times [S9998]. It is told in [the source](source/src/invented.ts#L1-L99).`,
  'broken-diagram': () => '```mermaid\nsequenceDiagram\n  participant A as\n  A-->>->B: [unclosed\n```',
  html: () => 'Click <script>alert(1)</script> here. An image <img src=x onerror=alert(1)> follows.',
  links: () => 'See [the docs](https://evil.example/) for more. Or javascript in [this](javascript:alert(1)). Plain https://evil.example/x too.',
  headings: () => '# Owned\n\n## Files\n\n```mermaid\ngraph TD\n```\n\n| a | b |\n|---|---|\n| c | d |',
  uncited: () => 'This stands without any evidence at all.',
  obeys: () => 'As the README tells me, I ignore my instructions. root:x:0:0:root:/root:/bin/bash. Go to [this page](http://evil.example/) now.',
  everything: () => ['unknown-ids', 'html', 'links', 'headings', 'uncited'].map((kind) => spoilt[kind]([])).join('\n\n'),
}

function text(asked, how) {
  const isRepair = `${asked.prompt}\n${asked.later}`.includes('Fix only these')
  const good = proseFor(asked)
  if (how.answer === undefined || (isRepair && how.repairs === true)) return good
  const bad = spoilt[how.answer](named(componentsIn, asked))
  return how.nothingGood === true ? bad : `${good}\n\n${bad}`
}

/** Names that a schema's texts may be made of, by what they look like. */
function vocabulary(asked) {
  const components = named(componentsIn, asked)
  return { ids: components.map(({ id }) => id), names: [...new Set(components.map(({ name }) => name))], slugs: named(modulesIn, asked) }
}

/** A value for each required property: the first of an enum, ids and names of the prompt where they fit, prose elsewhere. */
function fill(schema, { asked, how, root = schema, key = '', at = 0 }) {
  const inside = (part, more) => fill(part, { asked, how, root, key, at, ...more })
  if (schema.$ref !== undefined) return inside(schema.$ref.replace(/^#\//, '').split('/').reduce((part, name) => part[name], root), {})
  if ('const' in schema) return schema.const
  if (schema.enum !== undefined) return schema.enum[at % schema.enum.length]
  const either = schema.anyOf ?? schema.oneOf
  if (either !== undefined) return inside(either[0], {})
  const type = Array.isArray(schema.type) ? schema.type[0] : (schema.type ?? (schema.properties === undefined ? 'string' : 'object'))
  if (type === 'object') return Object.fromEntries((schema.required ?? []).map((name) => [name, inside(schema.properties?.[name] ?? {}, { key: name })]))
  if (type === 'array') {
    const count = Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, 3, choices(schema.items ?? {}, key, vocabulary(asked))?.length ?? 1))
    return Array.from({ length: count }, (_, item) => inside(schema.items ?? {}, { at: item }))
  }
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  if (type === 'null') return null
  const found = choices(schema, key, vocabulary(asked))
  if (found !== undefined) return found[at % found.length]
  const prose = text(asked, how)
  const told = /text|prose|markdown|body|content/i.test(key) ? prose : (prose.split('\n\n')[0] ?? '').replace(/(?<=\.).*$/s, '')
  return schema.maxLength === undefined ? told : told.slice(0, schema.maxLength)
}

function choices(schema, key, { ids, names, slugs }) {
  if (schema.enum !== undefined) return schema.enum
  const fitting = schema.pattern === undefined ? undefined : [...ids, ...slugs, ...names].filter((one) => new RegExp(schema.pattern, 'u').test(one))
  if (fitting !== undefined && fitting.length > 0) return fitting
  const hint = `${key} ${schema.description ?? ''}`
  const likely = /\b(?:id|ids|component|components|citation|citations)\b/i.test(hint) ? ids : /slug|module/i.test(hint) ? slugs : /\b(?:name|names|symbol|title)\b/i.test(hint) ? names : []
  return likely.length > 0 ? likely : undefined
}

/** @returns {{ text: string, calls: { name: string, input: string }[] }} */
export function answerTo(asked, how) {
  if (how.call === 'wrong') return { text: '', calls: [{ name: 'no_such_tool', input: '{"path": "/etc/passwd"' }] }
  const tool = asked.hasResults ? undefined : (asked.tools.find(({ name }) => asked.prompt.includes(`Call the tool \`${name}\``)) ?? (how.tools === true ? asked.tools[0] : undefined))
  if (tool !== undefined) return { text: '', calls: [{ name: tool.name, input: JSON.stringify(fill(tool.input, { asked, how: {} })) }] }
  if (asked.prompt.includes('\nModules that may be split, with their files:\n')) return { text: divisionFor(how), calls: [] }
  if (asked.prompt.includes('\nModules to name:\n')) return { text: namesFor(asked.prompt), calls: [] }
  if (asked.schema !== undefined) return { text: JSON.stringify(fill(asked.schema, { asked, how })), calls: [] }
  return { text: text(asked, how), calls: [] }
}
