// Builds dist/, which is what users get: every process of ours bundled (ADR 009), the reader's scripts and styles bundled and named by
// their content, grammars, queries and prompts copied. And dist-modules/, single files of src for processes that tests fork with a part of ours.
// Types are checked by `npm run check`, so that a build takes about a second.
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { build } from 'esbuild'
import { writeLicences } from './third-party-licences.mjs'

const root = join(import.meta.dirname, '..')
const source = join(root, 'src')
const out = join(root, 'dist')
const modules = join(root, 'dist-modules')
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))

async function filesBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()
}

const forNode = { format: 'esm', platform: 'node', target: 'node20.19', jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'warning' }

/** What CommonJS packages expect to find. */
const commonJsNames = `import { createRequire as _createRequire } from 'node:module'
const require = _createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname`

/** The files that processes start with keep their places; what they share lies in `dist/main`. Packages that package.json lists as dependencies are loaded from node_modules. */
async function bundleProcesses(files) {
  const { metafile } = await build({
    ...forNode,
    entryPoints: files.filter((file) => /\/(main\/(cli|worker)|[^/]+-child)\.ts$/.test(file)),
    outdir: out,
    outbase: source,
    bundle: true,
    splitting: true,
    chunkNames: 'main/chunk-[hash]',
    external: Object.keys(manifest.dependencies),
    banner: { js: commonJsNames },
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
  })
  await checkPlaces(metafile)
  return metafile
}

/** A file that finds others from its own place must be in that place still. */
async function checkPlaces({ outputs }) {
  for (const [output, { inputs }] of Object.entries(outputs)) {
    for (const input of Object.keys(inputs).filter((name) => name.startsWith('src/'))) {
      const place = join(out, relative(source, dirname(join(root, input))))
      if (place === dirname(join(root, output)) || !(await readFile(join(root, input), 'utf8')).includes('import.meta')) continue
      throw new Error(`${input} looks for others beside it, but is in ${output} now. Only files of src/main and those that a process starts with may use import.meta.`)
    }
  }
}

async function buildModules(files) {
  const elsewhere = ['main', 'reader'].map((folder) => join(source, folder, '/'))
  const entryPoints = files.filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !elsewhere.some((folder) => file.startsWith(folder)))
  await build({ ...forNode, entryPoints, outdir: modules, outbase: source })
}

/** Every `*.entry.ts` and `*.entry.css` below src/reader becomes an asset; `assets.json` maps the plain name to the hashed one. */
async function buildReader(files) {
  const entryPoints = files.filter((file) => file.startsWith(join(source, 'reader')) && /\.entry\.(ts|css)$/.test(file))
  const result = await build({
    entryPoints: entryPoints.map((file) => ({ in: file, out: relative(join(source, 'reader'), file).replace(/\.entry\.(ts|css)$/, '') })),
    outdir: join(out, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome110', 'firefox110', 'safari16'],
    metafile: true,
    loader: { '.svg': 'file', '.woff2': 'file' },
    logLevel: 'warning',
  })
  const names = {}
  for (const [file, output] of Object.entries(result.metafile.outputs)) {
    if (output.entryPoint === undefined || !output.entryPoint.includes('.entry.')) continue
    const plain = relative(join(root, 'src/reader'), join(root, output.entryPoint)).replace('.entry.ts', '.js').replace('.entry.css', '.css')
    names[plain] = relative(join(out, 'assets'), join(root, file))
  }
  await writeFile(join(out, 'assets.json'), JSON.stringify(names, null, 2) + '\n')
  return result.metafile
}

async function copyData(files) {
  for (const file of files.filter((name) => /\.(scm|json|sql)$|\/prompts\/[^/]+\.md$/.test(name))) {
    const target = join(out, relative(source, file))
    await mkdir(dirname(target), { recursive: true })
    await copyFile(file, target)
  }
}

/** scripts/grammars.json: `{ name: { from: path in node_modules, sha256 } }`. A changed file stops the build. */
async function copyGrammars() {
  const list = JSON.parse(await readFile(join(root, 'scripts/grammars.json'), 'utf8'))
  await mkdir(join(out, 'grammars'), { recursive: true })
  for (const [name, { from, sha256 }] of Object.entries(list)) {
    const bytes = await readFile(join(root, 'node_modules', from))
    const found = createHash('sha256').update(bytes).digest('hex')
    if (found !== sha256) throw new Error(`Grammar ${name} is not the one that was reviewed: expected sha256 ${sha256}, found ${found}.`)
    await writeFile(join(out, 'grammars', `${name}.wasm`), bytes)
  }
}

await Promise.all([out, modules].map((folder) => rm(folder, { recursive: true, force: true })))
const files = await filesBelow(source)
const [processes, reader] = await Promise.all([bundleProcesses(files), buildReader(files), buildModules(files), copyData(files), copyGrammars()])
await writeLicences({ root, metafiles: [processes, reader], target: join(out, 'third-party-licences.txt') })
