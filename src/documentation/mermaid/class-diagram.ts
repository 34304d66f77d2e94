import { plainWord } from './labels.js'

export interface ClassBox {
  readonly key: string
  readonly name: string
  readonly stereotype?: string | undefined
  readonly members: readonly { readonly name: string; readonly callable: boolean }[]
}

export interface ClassRelation {
  /** Key of the derived, implementing or using box. */
  readonly from: string
  readonly to: string
  readonly kind: 'extends' | 'implements' | 'uses'
}

export interface ClassDiagram {
  readonly boxes: readonly ClassBox[]
  readonly relations: readonly ClassRelation[]
}

/** Names that Mermaid's class grammar (tried word by word on 11.17), or the object prototype behind it, takes for itself. */
const reserved =
  /^(?:class|classDiagram|namespace|note|link|click|style|classDef|cssClass|callback|href|call|accTitle|accDescr|o|end|constructor|prototype|toString|valueOf|hasOwnProperty)$/i

/** Writes boxes and relations as Mermaid. Names are reduced to word characters and made unique. */
export function writeClassDiagram(diagram: ClassDiagram): string {
  const names = uniqueNames(diagram.boxes)
  const lines = ['classDiagram']
  for (const box of diagram.boxes) lines.push(...writeBox(box, names.get(box.key) ?? 'Unnamed'))
  for (const { from, to, kind } of diagram.relations) {
    const [source, target] = [names.get(from), names.get(to)]
    if (source === undefined || target === undefined) continue
    if (kind === 'extends') lines.push(`  ${target} <|-- ${source}`)
    else if (kind === 'implements') lines.push(`  ${target} <|.. ${source}`)
    else lines.push(`  ${source} ..> ${target} : uses`)
  }
  return lines.join('\n')
}

function writeBox(box: ClassBox, name: string): string[] {
  const body = box.members.map((member) => `    +${memberName(member.name)}${member.callable ? '()' : ''}`)
  if (box.stereotype !== undefined) body.unshift(`    <<${box.stereotype}>>`)
  return body.length === 0 ? [`  class ${name}`] : [`  class ${name} {`, ...body, '  }']
}

function memberName(name: string): string {
  return plainWord(name) || '_'
}

function uniqueNames(boxes: readonly ClassBox[]): Map<string, string> {
  const taken = new Set<string>()
  const names = new Map<string, string>()
  for (const box of boxes) {
    const word = plainWord(box.name) || 'Unnamed'
    const plain = word.replace(/^_+(?=[A-Za-z])/, '')
    const base = /^[A-Za-z]/.test(plain) && !reserved.test(plain) ? plain : `T_${plain.replace(/^_+/, '')}`
    let name = base
    for (let next = 2; taken.has(name); next += 1) name = `${base}_${next}`
    taken.add(name)
    names.set(box.key, name)
  }
  return names
}
