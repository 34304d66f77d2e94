import { execFile } from 'node:child_process'
import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { DoctorFinding } from '../cli/cli-deps.js'
import type { ModelPrice } from '../documentation/model-price.js'
import type { TextModel, TextRequest } from '../documentation/text-model.js'
import { toAppError } from '../platform/app-error.js'
import { composeTextModel } from './compose-text-model.js'
import type { WebAppConfig } from './config.js'
import { composePrices } from './model-prices.js'
import { configuredModels, endpointOf, routeOf } from './model-settings.js'

const run = promisify(execFile)

/** What CodeWiki needs on this machine, each with what to do when it is not there. */
export async function doctor(config: WebAppConfig): Promise<DoctorFinding[]> {
  return [nodeVersion(), await gitVersion(), await dataFolder(config.dataDir), await limits(), ...(await languageModels(config))]
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

const patienceMs = 20_000

/** Asks each model once, with a tool to call, which costs next to nothing. */
async function languageModels(config: WebAppConfig): Promise<DoctorFinding[]> {
  const model = composeTextModel(config)
  if (model === undefined) return [{ name: 'language model', ok: true, message: 'none configured; wikis are written from the code alone' }]
  const priceOf = composePrices(config)
  return Promise.all(configuredModels(config).map((name) => languageModel(model, { name, where: place(name, config), price: priceOf(name) })))
}

function place(name: string, config: WebAppConfig): string {
  const { provider } = routeOf(name, config)
  const { baseUrl } = endpointOf(provider, config)
  return baseUrl === undefined ? provider : provider === 'openai-compatible' ? baseUrl : `${provider}, ${baseUrl}`
}

const tinyCall: Omit<TextRequest, 'model'> = {
  system: 'You check that a connection works.',
  prompt: 'Call the tool `report_ready` once, with the word ready.',
  tools: [
    {
      name: 'report_ready',
      description: 'Says that you are there.',
      input: { type: 'object', properties: { word: { type: 'string', enum: ['ready'] } }, required: ['word'], additionalProperties: false },
    },
  ],
  maxOutputTokens: 64,
  temperature: 0,
}

interface AskedModel {
  readonly name: string
  readonly where: string
  readonly price: ModelPrice | undefined
}

async function languageModel(model: TextModel, { name: modelName, where, price }: AskedModel): Promise<DoctorFinding> {
  const name = 'language model'
  const at = `${modelName} at ${where}`
  try {
    const { calls, usage } = await model.complete({ ...tinyCall, model: modelName }, AbortSignal.timeout(patienceMs))
    const tools = calls.some((call) => call.name === 'report_ready') ? 'it calls tools' : 'it did not call the tool that it was offered'
    const figures = usage.isEstimated === true ? ', tells no token counts, so they are reckoned' : ''
    return { name, ok: true, message: `${at} answers in a stream; ${tools}${figures}; ${priceWords(price)}` }
  } catch (thrown) {
    if (thrown instanceof DOMException) return { name, ok: false, message: `${at} gives no answer within ${patienceMs / 1000} seconds` }
    const { code, message } = toAppError(thrown)
    // Models that think first may spend the few tokens on that.
    if (code === 'documentation/model-answer-unusable') return { name, ok: true, message: `${at} answers, though not with text: ${message}` }
    return { name, ok: false, message: `${at}: ${message} Check MAIN_MODEL, LLM_PROVIDER, LLM_BASE_URL and LLM_API_KEY` }
  }
}

function priceWords(price: ModelPrice | undefined): string {
  if (price === undefined) return 'its price is not configured (LLM_PRICES)'
  const { input, output, cachedInput } = price
  return `$${input} in, $${output} out${cachedInput === undefined ? '' : `, $${cachedInput} kept`} per million tokens`
}
