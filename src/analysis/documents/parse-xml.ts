import { XMLParser } from 'fast-xml-parser'

/** Entities of the document's own are not expanded, so that none can grow; attributes are keys with `@`. */
export function parseXml(text: string): unknown {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false, processEntities: false, removeNSPrefix: true })
  return parser.parse(text.replaceAll(/<!DOCTYPE[^>[]*(?:\[[^\]]*\])?[^>]*>/g, ''))
}
