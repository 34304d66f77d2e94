import type { TableFact, TablesFacts } from '../document-facts.js'

const maxTables = 500

/** Migrations and schemas: `CREATE TABLE` with its columns, in the order of the text. Dialects differ behind the type, which is not read. */
export function readSql(text: string): TablesFacts | undefined {
  const tables: TableFact[] = []
  const plain = text.replaceAll(/--[^\n]*/g, (comment) => ' '.repeat(comment.length))
  const create = /\bCREATE\s+(?:(?:GLOBAL|LOCAL)\s+)?(?:TEMP(?:ORARY)?\s+|UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?((?:["`[]?[\w$-]+["`\]]?\.)?["`[]?[\w$]+["`\]]?)\s*\(/gi
  let [line, at] = [1, 0]
  for (const match of plain.matchAll(create)) {
    if (tables.length >= maxTables) break
    line += newlines(plain.slice(at, match.index))
    at = match.index
    const body = bodyFrom(plain, match.index + match[0].length)
    const name = (match[1] ?? '').replaceAll(/["`[\]]/g, '')
    tables.push({ name, columns: columnsOf(body), startLine: line, endLine: line + newlines(match[0]) + newlines(body.trimEnd()) })
  }
  return tables.length === 0 ? undefined : { kind: 'tables', source: 'SQL', tables }
}

/** Up to the bracket that closes the one before. */
function bodyFrom(text: string, start: number): string {
  let depth = 1
  let quote = ''
  for (let at = start; at < text.length && at < start + 60_000; at += 1) {
    const character = text[at] ?? ''
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === "'" || character === '"' || character === '`') quote = character
    else if (character === '(') depth += 1
    else if (character === ')' && (depth -= 1) === 0) return text.slice(start, at)
  }
  return text.slice(start, start + 60_000)
}

const notColumns = /^(?:PRIMARY|FOREIGN|UNIQUE|CHECK|CONSTRAINT|KEY|INDEX|EXCLUDE|LIKE|FULLTEXT|SPATIAL|PERIOD)\b/i

function columnsOf(written: string): string[] {
  const body = written.replaceAll(/'[^']*'/g, "''")
  const parts: string[] = []
  let [depth, start] = [0, 0]
  for (let at = 0; at <= body.length; at += 1) {
    const character = body[at]
    if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    else if ((character === ',' && depth === 0) || at === body.length) {
      parts.push(body.slice(start, at))
      start = at + 1
    }
  }
  return parts.flatMap((part) => {
    const column = part.trim()
    const name = /^(?:"([^"]+)"|`([^`]+)`|\[([^\]]+)\]|([\w$]+))\s+\S/.exec(column)
    return name === null || notColumns.test(column) ? [] : [name[1] ?? name[2] ?? name[3] ?? name[4] ?? '']
  })
}

const newlines = (text: string): number => text.split('\n').length - 1

/** schema.rb of Rails: `create_table "users"` and what its block calls. */
export function readRailsSchema(text: string): TablesFacts | undefined {
  const tables: TableFact[] = []
  let open: { name: string; columns: string[]; startLine: number } | undefined
  for (const [at, line] of text.split('\n').entries()) {
    const name = /^\s*create_table\s*\(?\s*["':]([\w.]+)/.exec(line)?.[1]
    if (name !== undefined) open = { name, columns: [], startLine: at + 1 }
    if (open === undefined) continue
    const column = /^\s*t\.(?!index\b|check_constraint\b)(\w+)\s+["':](\w+)/.exec(line)
    if (column?.[2] !== undefined) open.columns.push(column[1] === 'references' || column[1] === 'belongs_to' ? `${column[2]}_id` : column[2])
    else if (/^\s*t\.timestamps\b/.test(line)) open.columns.push('created_at', 'updated_at')
    if (!/^\s*end\b/.test(line)) continue
    tables.push({ name: open.name, columns: open.columns, startLine: open.startLine, endLine: at + 1 })
    open = undefined
  }
  return tables.length === 0 ? undefined : { kind: 'tables', source: 'Rails', tables }
}

/** schema.prisma: models with their fields, under the name that the database knows. */
export function readPrisma(text: string): TablesFacts | undefined {
  const tables: TableFact[] = []
  const models = new Set([...text.matchAll(/^\s*model\s+(\w+)/gm)].map((match) => match[1] ?? ''))
  let open: { name: string; columns: string[]; startLine: number } | undefined
  for (const [at, line] of text.split('\n').entries()) {
    const name = /^\s*model\s+(\w+)\s*\{/.exec(line)?.[1]
    if (name !== undefined) open = { name, columns: [], startLine: at + 1 }
    else if (open !== undefined) {
      const field = /^\s*(\w+)\s+(\w+)/.exec(line)
      const mapped = /^\s*@@map\("([^"]+)"\)/.exec(line)?.[1]
      if (mapped !== undefined) open.name = mapped
      // A field of another model is a relation, no column.
      else if (field?.[1] !== undefined && !models.has(field[2] ?? '')) open.columns.push(/@map\("([^"]+)"\)/.exec(line)?.[1] ?? field[1])
    }
    if (open === undefined || !/^\s*\}/.test(line)) continue
    tables.push({ name: open.name, columns: open.columns, startLine: open.startLine, endLine: at + 1 })
    open = undefined
  }
  return tables.length === 0 ? undefined : { kind: 'tables', source: 'Prisma', tables }
}
