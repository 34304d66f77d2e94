import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GitServer } from '../support/git-server.js'
import { checkLinks } from '../support/link-check.js'
import { runCli } from '../support/run-cli.js'

let git: GitServer
const folder = mkdtempSync(join(tmpdir(), 'codewiki-site-'))
const site = join(folder, 'docs')
beforeAll(async () => {
  git = await GitServer.start()
  const methods = Array.from({ length: 12 }, (_, at) => `  /** Does step ${at} of \`Map<K, V>\`. */\n  step${at}(): void {}\n`).join('')
  const part = (name: string, base: string) => `import { ${base} } from '../${base.toLowerCase()}.js'\n\n/** The ${name}. */\nexport class ${name} extends ${base} {\n${methods}}\n`
  const parts = ['Engine', 'Tank', 'Valve', 'Nozzle'].map((name) => [name.toLowerCase(), part(name, 'Part')] as const)
  git.create('acme/rocket', {
    'README.md': '# Rocket\n\nFlies things and people to places that are far away.\n',
    'src/part.ts': '/** What all parts share. */\nexport class Part {}\n',
    ...Object.fromEntries(parts.map(([name, text]) => [`src/drive/${name}.ts`, text])),
    ...Object.fromEntries(parts.map(([name, text]) => [`src/guide & steer/${name} #1.ts`, text])),
    'src/index/Index.ts': part('Index', 'Part') + methods.replaceAll(/^/gm, '// '),
    'src/index/index.ts': part('Lower', 'Part'),
  })
})
afterAll(async () => {
  await git.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('codewiki generate --github-pages', () => {
  it('writes a site into docs, beside the files of the original', { timeout: 180_000 }, async () => {
    const { code, out, err } = await runCli(folder, ['generate', git.url('acme/rocket'), '--github-pages'])
    expect(code, err).toBe(0)
    expect(out).toContain('index.html is the start page')
    const names = readdirSync(site)
    expect(names).toEqual(expect.arrayContaining(['.nojekyll', 'index.html', 'overview.md', 'module_tree.json', 'metadata.json', 'assets', 'source']))
    for (const name of names.filter((one) => one.endsWith('.md') && one !== 'overview.md')) expect(names).toContain(name.replace(/^index\.md$/, 'index_.md').replace('.md', '.html'))
  })

  it('has no dead link or anchor, loads nothing from elsewhere and runs nothing', () => {
    const { pages, links, dead, outside, loaded } = checkLinks(site)
    expect(pages).toBeGreaterThan(8)
    expect(links).toBeGreaterThan(100)
    expect({ dead, loaded }).toEqual({ dead: [], loaded: [] })
    expect(new Set(outside)).toEqual(new Set([git.url('acme/rocket')]))
  })

  it('needs no absolute path, so that it reads from the disk and below any base path', () => {
    for (const name of readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.html')))
      expect(readFileSync(join(site, name), 'utf8'), name).not.toMatch(/\s(?:href|src|action)="\//)
  })

  it('shows the cited lines in a page of the source file where no forge is known', () => {
    const sources = readdirSync(join(site, 'source'))
    expect(sources).toContain('src~drive~engine.ts.html')
    expect(readFileSync(join(site, 'source/src~drive~engine.ts.html'), 'utf8')).toMatch(/id="L4" class="line">.*hl-keyword/)
    // Two names that differ by case only, and names with characters that web servers trip over, are kept apart.
    expect(sources.filter((name) => /^src~index~index\.ts\.html$/i.test(name))).toHaveLength(1)
    expect(sources.filter((name) => /^~[0-9a-f]{16}\.html$/.test(name)).length).toBeGreaterThanOrEqual(5)
  })

  it('draws its diagrams and styles itself', () => {
    expect(readFileSync(join(site, 'index.html'), 'utf8') + readFileSync(join(site, 'drive.html'), 'utf8')).toContain('<svg class="diagram"')
    const css = readFileSync(join(site, 'assets/site.css'), 'utf8')
    expect(css).toContain('.prose')
    expect(css).not.toMatch(/@import|url\(/)
  })

  it('without --github-pages writes no site', { timeout: 60_000 }, async () => {
    await runCli(folder, ['generate', git.url('acme/rocket'), '-o', 'plain'])
    expect(existsSync(join(folder, 'plain/overview.md'))).toBe(true)
    expect(readdirSync(join(folder, 'plain')).filter((name) => name.endsWith('.html'))).toEqual([])
  })
})
