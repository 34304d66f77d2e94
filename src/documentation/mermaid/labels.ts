import { shorten } from '../prose.js'

/** Text inside `["…"]`: what Mermaid or HTML would read as syntax becomes an entity code; at most `maxLength` characters. */
export function quotedLabel(text: string, maxLength = 40): string {
  const line = shorten(text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim(), maxLength)
  const safe = line
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll('&', '#amp;')
    .replaceAll('`', "'")
  return safe === '' ? '?' : safe
}

/** A word that is safe where Mermaid allows no quotes (members, class names): letters, digits and underscores only. */
export function plainWord(text: string, maxLength = 40): string {
  return text.replace(/[^A-Za-z0-9_]+/g, '_').slice(0, maxLength)
}

/** Text of a participant or message: `;` and `#` would end it, `:` and arrows would split it. */
export function messageText(text: string, maxLength = 48): string {
  const line = shorten(
    text
      .replace(/[^A-Za-z0-9_.()/ -]+/g, ' ')
      .replace(/-{2,}/g, '-')
      .replace(/\s+/g, ' ')
      .trim(),
    maxLength,
  ).replaceAll('…', '..')
  return /[A-Za-z0-9]/.test(line) ? line.replace(/^(end)\b/i, '$1 ') : '(unnamed)'
}
