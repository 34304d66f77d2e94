import type { CodeMap } from '../analysis/code-map.js'
import { redactSecrets } from './redact-secrets.js'

/** Without the secrets that comments, signatures, READMEs, settings and the like quote: pages, prompts and `code_map.json` are made of these. */
export function redactCodeMap(code: CodeMap): CodeMap {
  return {
    ...code,
    files: code.files.map((file) => (file.doc === undefined ? file : withTexts(file, { doc: redactSecrets(file.doc) }))),
    components: code.components.map((component) => {
      const doc = component.doc === undefined ? undefined : redactSecrets(component.doc)
      return withTexts(component, { doc, signature: redactSecrets(component.signature) })
    }),
    project: redactData(code.project),
    surroundings: redactData(code.surroundings),
  }
}

/** What has no secret stays the same object. */
function withTexts<T extends object>(whole: T, texts: Partial<T>): T {
  return (Object.keys(texts) as (keyof T)[]).every((key) => texts[key] === whole[key]) ? whole : { ...whole, ...texts }
}

/** Every text in plain data. A value beside its `name` is judged with that. */
export function redactData<T>(data: T): T {
  return redactValue(data, undefined) as T
}

function redactValue(value: unknown, name: string | undefined): unknown {
  if (typeof value === 'string') return name === undefined ? redactSecrets(value) : redactNamed(name, value)
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => redactValue(item, undefined))
    return items.every((item, at) => item === value[at]) ? value : items
  }
  if (typeof value !== 'object' || value === null) return value
  const whole = value as Readonly<Record<string, unknown>>
  const own = typeof whole['name'] === 'string' ? whole['name'] : undefined
  const entries = Object.entries(whole).map(([key, one]) => [key, isKey(key) ? one : redactValue(one, isValue(key) ? own : undefined)] as const)
  return entries.every(([key, one]) => one === whole[key]) ? value : Object.fromEntries(entries)
}

/** By which things find each other. */
const isKey = (key: string): boolean => key === 'id' || key === 'path' || key === 'oid' || key === 'name' || key === 'file'

const isValue = (key: string): boolean => key === 'default' || key === 'value'

function redactNamed(name: string, value: string): string {
  const start = `${name}=`
  const whole = redactSecrets(`${start}${value}`)
  return whole.startsWith(start) ? whole.slice(start.length) : redactSecrets(value)
}
