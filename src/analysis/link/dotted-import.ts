import type { ImportedName } from '../language.js'
import { splitList } from './split-list.js'

/**
 * Kotlin's `import a.b.C as D` and `import a.b.*`, Scala's `import a.b.{C => D, E}`, `import a.b._` and `import a.B, c.D`, name by
 * name.
 */
export function parseDottedImport(text: string): ImportedName[] {
  // A grammar may count a comment that follows to the import.
  const plain = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '').replaceAll(/\s+/g, ' ').replace(/^import /, '').replace(/[; ]+$/, '')
  return splitList(plain).flatMap((one) => {
    const open = one.indexOf('{')
    if (open < 0) return [bound('', one)]
    return splitList(one.slice(open + 1, one.lastIndexOf('}'))).map((inner) => bound(one.slice(0, open), inner))
  })
}

function bound(prefix: string, clause: string): ImportedName {
  const [path = '', alias] = clause.split(/ as | ?=> ?/)
  const whole = `${prefix}${path.trim()}`.replaceAll('`', '')
  const at = whole.lastIndexOf('.')
  const [source, name] = [whole.slice(0, Math.max(0, at)), whole.slice(at + 1)]
  if (name === '*' || name === '_' || name === 'given') return { source, name: '*' }
  return { source, name, local: alias?.trim() ?? name }
}
