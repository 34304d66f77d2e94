import { readFileSync } from 'node:fs'

/** Built files by their plain name; the name on disk carries a hash of the content, so it may be kept for ever. */
export interface Assets {
  url(name: string): string
}

/** `assets.json` lies beside the assets' folder. */
export function readAssets(folder: string): Assets {
  const names = JSON.parse(readFileSync(`${folder.replace(/\/$/, '')}.json`, 'utf8')) as Record<string, string>
  return { url: (name) => `/assets/${names[name] ?? name}` }
}
