// `npm run chaos -- --kills N`: bundles `test/chaos/main.ts` and runs it. Files that look for others beside them keep their own address.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const outdir = join(root, 'node_modules/.cache/codewiki-chaos')
mkdirSync(outdir, { recursive: true })

const ownAddress = {
  name: 'own-address',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    })),
}

const outfile = join(outdir, `main-${process.pid}.mjs`)
await build({
  entryPoints: [join(root, 'test/chaos/main.ts')],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  sourcemap: 'inline',
  logLevel: 'warning',
  plugins: [ownAddress],
})
const { status } = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...process.argv.slice(2)], { stdio: 'inherit' })
rmSync(outfile, { force: true })
process.exit(status ?? 1)
