import { execFile } from 'node:child_process'
import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { DoctorFinding } from '../cli/cli-deps.js'
import type { WebAppConfig } from './config.js'

const run = promisify(execFile)

/** What CodeWiki needs on this machine, each with what to do when it is not there. */
export async function doctor(config: WebAppConfig): Promise<DoctorFinding[]> {
  return [nodeVersion(), await gitVersion(), await dataFolder(config.dataDir), await limits(), model(config)]
}

function nodeVersion(): DoctorFinding {
  return { name: 'Node', ok: true, message: process.version }
}

async function gitVersion(): Promise<DoctorFinding> {
  try {
    const { stdout } = await run('git', ['--version'])
    const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(stdout)?.map(Number) ?? []
    const ok = major > 2 || (major === 2 && minor >= 37)
    return { name: 'git', ok, message: ok ? stdout.trim() : `${stdout.trim()} is too old; install 2.39 or newer` }
  } catch {
    return { name: 'git', ok: false, message: 'not found; install git 2.39 or newer' }
  }
}

async function dataFolder(path: string): Promise<DoctorFinding> {
  try {
    await mkdir(path, { recursive: true })
    await access(path, constants.W_OK)
    const { bavail, bsize } = await statfs(path)
    const free = (bavail * bsize) / 1024 ** 3
    return { name: 'data folder', ok: free > 0.2, message: `${path}, ${free.toFixed(1)} GiB free` }
  } catch {
    return { name: 'data folder', ok: false, message: `${path} cannot be written; set CODEWIKI_DATA_DIR` }
  }
}

async function limits(): Promise<DoctorFinding> {
  try {
    await access('/usr/bin/prlimit', constants.X_OK)
    return { name: 'resource limits', ok: true, message: 'git runs under prlimit' }
  } catch {
    return { name: 'resource limits', ok: true, message: 'no prlimit here; git runs under time and disk limits only' }
  }
}

function model({ mainModel }: WebAppConfig): DoctorFinding {
  const message = mainModel === undefined ? 'none configured; wikis are written from the code alone' : `${mainModel} is configured, but this version writes without a model`
  return { name: 'language model', ok: true, message }
}
