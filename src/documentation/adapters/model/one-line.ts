import { shorten } from '../../prose.js'

/** Repository text on one line, so that it cannot pass for a line of ours. */
export function oneLine(text: string, maxLength: number): string {
  return shorten(text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim(), maxLength)
}

/** `label: text`, or nothing. */
export function said(label: string, text: string | undefined, maxLength: number): string[] {
  const line = oneLine(text ?? '', maxLength)
  return line === '' ? [] : [`${label}: ${line}`]
}
