import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A real Chromium: the one that CHROMIUM_PATH names, the system's, or the one inside an npm package. */
export async function launchBrowser(): Promise<Browser> {
  const { TMPDIR } = process.env
  try {
    return await chromium.launch({ executablePath: await findChromium(), args: flags })
  } finally {
    // The folder of its own is for the browser: what a test puts elsewhere may be read by other users.
    if (TMPDIR === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = TMPDIR
  }
}

async function findChromium(): Promise<string> {
  const known = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (path) => path !== undefined && existsSync(path),
  )
  return known ?? unpackChromium()
}

/** The package unpacks its own NSS only where it believes itself to be in a Lambda; and it fills the temporary folder, so it gets its own. */
async function unpackChromium(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'codewiki-chromium-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs20.x'
  process.env['TMPDIR'] = folder
  process.env['FONTCONFIG_PATH'] = folder
  // Its own list of fonts names /tmp/fonts, whatever the temporary folder is; without any font Chromium ends at the first form field.
  const dirs = [join(folder, 'fonts'), '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`)
  writeFileSync(join(folder, 'fonts.conf'), `<fontconfig>${dirs.join('')}<cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>`)
  const { default: packaged } = await import('@sparticuz/chromium')
  return packaged.executablePath()
}
