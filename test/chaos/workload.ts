import type { GitServer } from '../support/git-server.js'

/** One wiki to be made: each a commit of its own, so that no two of them share a page. */
export interface WorkItem {
  readonly url: string
  readonly commit: string
}

const modules = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta']
const commitsPerRepository = 12

/** Repositories of many modules, several commits each; every commit changes every module, so that every page is a call of its own. */
export function makeWorkload(git: GitServer, items: number): WorkItem[] {
  return Array.from({ length: items }, (_, at) => {
    const path = `chaos/project-${Math.floor(at / commitsPerRepository)}`
    const files = projectFiles(`${path} ${at}`)
    const commit = at % commitsPerRepository === 0 ? git.create(path, files) : git.commit(path, files)
    if (commit === undefined) throw new Error(`${path} has no commit`)
    return { url: git.url(path), commit }
  })
}

/** A project of several modules; the mark is in every one of them. */
export function projectFiles(mark: string): Record<string, string> {
  const sources = modules.map((module, at): [string, string] => [`src/${module}/run.ts`, moduleSource(module, at, mark)])
  return { 'README.md': `# ${mark}\n\nA project about parts that call each other in turn.\n`, ...Object.fromEntries(sources) }
}

/** Long enough to get a page of its own. */
function moduleSource(module: string, at: number, mark: string): string {
  const next = modules[(at + 1) % modules.length] ?? ''
  const steps = Array.from(
    { length: 14 },
    (_, step) => `/** Step ${step} of ${module} in ${mark}. */\nexport function ${module}Step${step}(n: number): number {\n  return ${next}Run(n + ${step})\n}\n`,
  )
  const run = `/** Runs ${module} of ${mark}. */\nexport function ${module}Run(n: number): number {\n  return n > ${at} ? ${next}Run(n - 1) : n\n}\n`
  return `import { ${next}Run } from '../${next}/run.js'\n\n${run}\n${steps.join('\n')}`
}
