import type { InfrastructureFacts, InfrastructureObject } from '../document-facts.js'
import { given } from '../line-finder.js'
import { child, readYaml, textOf, type YamlNode } from '../yaml-tree.js'

/** Objects of Kubernetes: documents that say `apiVersion` and `kind`. */
export function readKubernetes(text: string): InfrastructureFacts | undefined {
  const objects = readYaml(text).flatMap((node): InfrastructureObject[] => {
    const [kind, name, version] = [textOf(child(node, 'kind')), textOf(child(child(node, 'metadata'), 'name')), textOf(child(node, 'apiVersion'))]
    if (kind === undefined || name === undefined || version === undefined || name.includes('{{')) return []
    return [{ kind, name, ...given('note', noteOf(node)), startLine: node.startLine, endLine: node.endLine }]
  })
  return objects.length === 0 ? undefined : { kind: 'infrastructure', system: 'Kubernetes', objects }
}

function noteOf(node: YamlNode): string | undefined {
  const spec = child(node, 'spec')
  const job = child(child(spec, 'jobTemplate'), 'spec')
  const pod = child(child(spec, 'template') ?? child(job, 'template'), 'spec') ?? spec
  const images = (child(pod, 'containers')?.items ?? []).flatMap((container) => textOf(child(container, 'image')) ?? [])
  const ports = (child(spec, 'ports')?.items ?? []).flatMap((port) => textOf(child(port, 'port')) ?? [])
  if (images.length > 0) return images.join(', ')
  return ports.length > 0 ? `port ${ports.join(', ')}` : undefined
}
