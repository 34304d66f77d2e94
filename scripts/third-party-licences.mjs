// The licences of the packages whose code is inside our bundles, as most of them ask for.
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Of `node_modules/a/node_modules/@b/c/file.js`: `node_modules/a/node_modules/@b/c`. */
const packageOf = (input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]

/** @param metafiles of esbuild; what nothing was taken from is not named */
export async function writeLicences({ root, metafiles, target }) {
  const inputs = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap((output) => Object.entries(output.inputs)))
  const folders = new Set(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).flatMap(([input]) => packageOf(input) ?? []))
  const texts = new Set(await Promise.all([...folders].sort().map((folder) => licenceOf(join(root, folder)))))
  await writeFile(target, [...texts].join(`\n${'-'.repeat(100)}\n\n`))
}

async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort()
  if (license === undefined && files.length === 0) throw new Error(`${name} names no licence.`)
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return [`${name} ${version}${license === undefined ? '' : ` (${license})`}\n`, ...texts.map((text) => `\n${text.trim()}\n`)].join('')
}
