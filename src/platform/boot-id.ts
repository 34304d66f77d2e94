import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

const minuteMs = 60_000

/**
 * Names the running boot of this machine. All processes of one boot get the same name; it changes with a boot, when the monotonic
 * clock starts anew. Linux and macOS tell it; elsewhere it is the moment of the boot, to ten minutes, so a large jump of the wall
 * clock between two starts looks like a boot.
 */
export function bootId(): string {
  return linuxBootId() ?? macBootId() ?? `boot-${Math.round((Date.now() - uptime() * 1000) / (10 * minuteMs))}`
}

function linuxBootId(): string | undefined {
  if (process.platform !== 'linux') return undefined
  return attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))
}

function macBootId(): string | undefined {
  if (process.platform !== 'darwin') return undefined
  return attempt(() => execFileSync('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8', timeout: 2_000 }))
}

function attempt(read: () => string): string | undefined {
  try {
    return read().trim() || undefined
  } catch {
    return undefined
  }
}
