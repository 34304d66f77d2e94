import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** A real Chromium: the one that CHROMIUM_PATH names, the system's, or the one inside an npm package. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium(), args: flags })
}

async function findChromium(): Promise<string> {
  const known = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path))
  if (known !== undefined) return known
  // The package unpacks its own NSS only where it believes itself to be in a Lambda; and it fills the temporary folder, so it gets its own.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs20.x'
  process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'codewiki-chromium-'))
  const { default: packaged } = await import('@sparticuz/chromium')
  return packaged.executablePath()
}
