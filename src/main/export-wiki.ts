import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import type { OpenWiki } from '../cache/wiki-library.js'
import { exportMarkdown } from '../documentation/export-markdown.js'
import { AppError } from '../platform/app-error.js'
import { fileManager } from '../platform/file-manager.js'
import { ForkedPageRenderer } from '../rendering/adapters/forked/forked-page-renderer.js'
import { siteFiles } from '../site/site-files.js'
import { pageFile } from '../site/site-names.js'
import type { Workspace } from './workspace.js'

export interface ExportRequest {
  readonly key: string
  readonly folder: string
  readonly asSite: boolean
}

/** Writes a published wiki for reading elsewhere: the files of the original and, on request, a web site of them. Pages of a wiki that was there before go with it; all other files stay. */
export async function exportWiki({ library }: Pick<Workspace, 'library'>, { key, folder, asSite }: ExportRequest): Promise<readonly string[]> {
  const wiki = await library.openByKey(key)
  if (wiki === undefined) throw new AppError('cache/not-found', 'missing', 'The wiki is not in the cache any more.', { advice: 'Generate it again.' })
  const names = [...wiki.fileNames()]
  const formerPages = await pagesWrittenTo(folder)
  for (const name of names) {
    const stream = name.endsWith('.md') ? undefined : wiki.fileStream(name)
    if (stream === undefined) await fileManager.writeText(join(folder, name), exportMarkdown(wiki.file(name) ?? '', wiki.record))
    else await fileManager.writeStream(join(folder, name), stream)
  }
  const all = asSite ? [...names, ...(await exportSite(wiki, folder))] : names
  for (const slug of formerPages) {
    const gone = names.includes(`${slug}.md`) ? [] : [`${slug}.md`, ...(asSite ? [pageFile(slug)] : [])]
    for (const name of gone) await fileManager.removeFile(join(folder, name))
  }
  return all
}

const writtenSchema = z.object({ generation_info: z.object({ generator_version: z.string(), commit_id: z.string() }), files_generated: z.array(z.string()) })

/** Slugs of the pages that an earlier export says it wrote to the folder. */
async function pagesWrittenTo(folder: string): Promise<readonly string[]> {
  const metadata: unknown = await fileManager.readJson(join(folder, 'metadata.json')).catch(() => undefined)
  const named = writtenSchema.safeParse(metadata).data?.files_generated ?? []
  return named.flatMap((name) => /^([a-z0-9][a-z0-9-]*)\.md$/.exec(name)?.[1] ?? [])
}

/** For a command that renders something now and then. Close it. */
export const oneRenderer = (): ForkedPageRenderer =>
  new ForkedPageRenderer({ entry: new URL('../rendering/adapters/forked/render-child.js', import.meta.url), processes: 1 })

async function exportSite(wiki: OpenWiki, folder: string): Promise<string[]> {
  const renderer = oneRenderer()
  const names: string[] = []
  try {
    const deps = { stylesheet: await readStylesheet(), highlight: (text: string, language: string | undefined) => renderer.highlight(text, language) }
    for await (const { name, content } of siteFiles(wiki, deps)) {
      await fileManager.writeText(join(folder, ...name.split('/')), content)
      names.push(name)
    }
  } finally {
    await renderer.close()
  }
  return names
}

/** `assets.json` maps the plain names of built files to those on disk. */
async function readStylesheet(): Promise<string> {
  const assets = fileURLToPath(new URL('../assets', import.meta.url))
  const names = JSON.parse(await readFile(`${assets}.json`, 'utf8')) as Record<string, string>
  return readFile(join(assets, names['main.css'] ?? 'main.css'), 'utf8')
}
