import { readFileSync, readdirSync } from 'node:fs'

/** Command lines of the running processes that hold the text. Linux only. */
export function processesNaming(text: string): string[] {
  const lines = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? commandLine(name) : []))
  return lines.filter((line) => line.includes(text))
}

function commandLine(pid: string): string[] {
  try {
    return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')]
  } catch {
    return []
  }
}
