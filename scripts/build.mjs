// Builds dist/: every file of src transpiled one by one, the reader's scripts and styles bundled and named by their content, grammars
// and queries copied. Types are checked by `npm run check`, so that a build takes about a second.
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const source = join(root, 'src')
const out = join(root, 'dist')

async function filesBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()
}

async function buildServer(files) {
  const entryPoints = files.filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith(join(source, 'reader')) && !forked.some((name) => file === join(source, `${name}.ts`)))
  await build({
    entryPoints,
    outdir: out,
    outbase: source,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  })
}

/** Processes that are forked again and again: one file each, since finding and reading a hundred modules takes five times as long. */
const forked = ['analysis/adapters/tree-sitter/parse-child']

async function buildForked() {
  await build({
    entryPoints: forked.map((name) => ({ in: join(source, `${name}.ts`), out: name })),
    outdir: out,
    bundle: true,
    // It finds its own `.wasm` beside itself.
    external: ['web-tree-sitter'],
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
    logLevel: 'warning',
  })
}

/** Every `*.entry.ts` and `*.entry.css` below src/reader becomes an asset; `assets.json` maps the plain name to the hashed one. */
async function buildReader(files) {
  const entryPoints = files.filter((file) => file.startsWith(join(source, 'reader')) && /\.entry\.(ts|css)$/.test(file))
  if (entryPoints.length === 0) return
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
}

async function copyData(files) {
  for (const file of files.filter((name) => /\.(scm|json|sql)$/.test(name))) {
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

if (!process.argv.includes('--keep')) await rm(out, { recursive: true, force: true })
const files = await filesBelow(source)
await Promise.all([buildServer(files), buildForked(), buildReader(files), copyData(files), copyGrammars()])
