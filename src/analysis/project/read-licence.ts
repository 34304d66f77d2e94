import type { Sourced } from '../source-place.js'
import { shallowest } from './manifest-facts.js'

const known: readonly (readonly [RegExp, string])[] = [
  [/RSALv2[\s\S]{0,200}SSPLv1/i, 'RSALv2 or SSPLv1'],
  [/Server Side Public License\s+VERSION 1/i, 'SSPL-1.0'],
  [/MIT License|Permission is hereby granted, free of charge/i, 'MIT'],
  [/Apache License\s+Version 2\.0/i, 'Apache-2.0'],
  [/GNU AFFERO GENERAL PUBLIC LICENSE/i, 'AGPL-3.0'],
  [/GNU LESSER GENERAL PUBLIC LICENSE/i, 'LGPL'],
  [/GNU GENERAL PUBLIC LICENSE\s+Version 3/i, 'GPL-3.0'],
  [/GNU GENERAL PUBLIC LICENSE\s+Version 2/i, 'GPL-2.0'],
  [/Mozilla Public License Version 2\.0/i, 'MPL-2.0'],
  [/Redistribution and use in source and binary forms[\s\S]*Neither the name/i, 'BSD-3-Clause'],
  [/Redistribution and use in source and binary forms/i, 'BSD-2-Clause'],
  [/ISC License|Permission to use, copy, modify, and(\/or)? distribute this software/i, 'ISC'],
  [/This is free and unencumbered software/i, 'Unlicense'],
]

/** SPDX id of the licence text; the first line when the text is none of the common ones. */
export function readLicence(texts: ReadonlyMap<string, string>): Sourced<string> | undefined {
  const found = shallowest(texts, (name) => /^(licen[sc]e|copying)(\.(md|txt|rst))?$/i.test(name))
  if (found === undefined || found[0].includes('/')) return undefined
  const [path, text] = found
  const head = text.slice(0, 5_000)
  const lines = head.split('\n')
  const first = Math.max(0, lines.findIndex((line) => line.trim() !== ''))
  const id = known.find(([pattern]) => pattern.test(head))?.[1]
  const value = id ?? shorten(lines[first]?.trim() ?? '')
  return value === undefined || value === '' ? undefined : { value, path, startLine: first + 1, endLine: first + 1 }
}

/** Whole words, at most 80 characters. */
function shorten(line: string): string {
  return line.length <= 80 ? line : `${line.slice(0, 79).replace(/\s+\S*$/, '')}…`
}
