import { settingValue } from '../../setting-value.js'
import type { ComposeFacts, ComposeService, SettingFact } from '../document-facts.js'
import { given } from '../line-finder.js'
import { child, entryOf, rangeOf, readYaml, textOf, textsOf, type YamlNode } from '../yaml-tree.js'

export function readCompose(text: string): ComposeFacts | undefined {
  const services = entryOf(readYaml(text)[0], 'services')?.node.entries.map((entry): ComposeService => {
    const { node } = entry
    const build = child(node, 'build')
    const depends = child(node, 'depends_on')
    return {
      name: entry.key,
      ...given('image', textOf(child(node, 'image'))),
      ...given('build', textOf(build) ?? textOf(child(build, 'context'))),
      ports: (child(node, 'ports')?.items ?? []).flatMap((port) => textOf(port) ?? portOf(port)),
      volumes: (child(node, 'volumes')?.items ?? []).flatMap((volume) => textOf(volume) ?? volumeOf(volume)),
      dependsOn: depends === undefined ? [] : depends.entries.length > 0 ? depends.entries.map(({ key }) => key) : textsOf(depends),
      settings: environmentOf(child(node, 'environment')),
      ...rangeOf(entry),
    }
  })
  return services === undefined || services.length === 0 ? undefined : { kind: 'compose', services }
}

function portOf(port: YamlNode): string[] {
  const [published, target] = [textOf(child(port, 'published')), textOf(child(port, 'target'))]
  return target === undefined ? [] : [published === undefined ? target : `${published}:${target}`]
}

function volumeOf(volume: YamlNode): string[] {
  const [source, target] = [textOf(child(volume, 'source')), textOf(child(volume, 'target'))]
  return target === undefined ? [] : [source === undefined ? target : `${source}:${target}`]
}

/** A map, or a list of `NAME=value`. */
export function environmentOf(node: YamlNode | undefined): SettingFact[] {
  if (node === undefined) return []
  const listed = node.items.flatMap((item): SettingFact[] => {
    const [name, ...value] = (item.text ?? '').split('=')
    return name === undefined || name === '' ? [] : [{ name, ...given('value', settingValue(name, value.length === 0 ? undefined : value.join('=').slice(0, 200))), line: item.startLine }]
  })
  return [...listed, ...node.entries.map(({ key, line, node: value }) => ({ name: key, ...given('value', settingValue(key, textOf(value))), line }))].filter(({ name }) => /^[A-Za-z_]\w*$/.test(name))
}
