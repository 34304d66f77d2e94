import { settingValue } from '../../setting-value.js'
import type { SettingFact, SettingsFacts } from '../document-facts.js'
import { given, maxText } from '../line-finder.js'

/** `.env.example`: names, example values, and the comment right above each. */
export function readDotenv(text: string): SettingsFacts | undefined {
  const settings: SettingFact[] = []
  let comment: string[] = []
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const match = /^\s*(?:#\s*)?(?:export\s+)?([A-Z][A-Z0-9_]{1,80})\s*=\s*(.*)$/.exec(line)
    if (match?.[1] !== undefined) {
      const value = (match[2] ?? '').replace(/\s+#.*$/, '').replaceAll(/^["']|["']$/g, '').trim()
      settings.push({ name: match[1], ...given('value', settingValue(match[1], value.slice(0, maxText))), line: at + 1, ...(comment.length > 0 ? { comment: comment.join(' ').slice(0, maxText) } : {}) })
      comment = []
    } else if (/^\s*#\s*\S/.test(line) && !/^\s*#[\s#=*-]*$/.test(line)) comment.push(line.replace(/^\s*#+\s*/, '').trim())
    else comment = []
  }
  return settings.length === 0 ? undefined : { kind: 'settings', settings }
}
