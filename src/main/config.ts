import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import * as z from 'zod'
import { AppError } from '../platform/app-error.js'
import { nearestWord } from '../platform/nearest-word.js'
import { checkPrices, priceProblem } from './model-prices.js'
import { checkModels, providers } from './model-settings.js'

/** One setting: its variable, its other names, its meaning and its default. Read once; values are passed down, never this object. */
interface Setting<T> {
  readonly env: string
  readonly alias?: string
  readonly schema: z.ZodType<T>
  readonly help: string
  readonly secret?: boolean
}

/** The project's settings, in the folder that the command runs in. */
export const configFile = 'codewiki.config.json'

/** How the server hands its command-line flags to the worker it forks. */
export const flagsVariable = 'CODEWIKI_FLAGS_JSON'

const integer = (fallback: number, min: number, max: number) => z.coerce.number().int().min(min).max(max).default(fallback)
const list = () => z.string().default('').transform((text) => text.split(',').map((part) => part.trim()).filter((part) => part !== ''))
const flag = (fallback: boolean) => z.enum(['true', 'false', '1', '0']).default(fallback ? 'true' : 'false').transform((text) => text === 'true' || text === '1')
const prices = () =>
  list().superRefine((texts, context) => {
    for (const text of texts) {
      const problem = priceProblem(text)
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
    }
  })
const limit = () => z.coerce.number().int().min(1).max(1_000_000).optional()
const integerOrNone = (min: number, max: number) => z.coerce.number().int().min(min).max(max).optional()
const databaseUrl = () => z.string().regex(/^postgres(ql)?:\/\//, 'it begins with postgres://').optional()
const text = () => z.string().min(1).optional()
const tokens = () => z.coerce.number().int().min(0).optional()
const dollars = () => z.coerce.number().min(0).optional()
/** A password in the address would end up in logs; keys have a setting of their own. */
const endpoint = () => z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).username === '' && new URL(url).password === '', 'credentials belong into LLM_API_KEY').optional()

const settings = {
  dataDir: { env: 'CODEWIKI_DATA_DIR', schema: z.string().min(1).default('./data').transform((path) => resolve(path)), help: 'Folder of all data; delete it to start anew' },
  databaseUrl: { env: 'CODEWIKI_DATABASE_URL', alias: 'DATABASE_URL', schema: databaseUrl(), help: 'PostgreSQL that many machines share; without it everything is in the data folder', secret: true },
  databaseSchema: { env: 'CODEWIKI_DATABASE_SCHEMA', schema: z.string().regex(/^[a-z_][a-z0-9_]{0,40}$/).default('codewiki'), help: 'Schema of our tables in that database' },
  host: { env: 'CODEWIKI_HOST', schema: z.string().min(1).default('127.0.0.1'), help: 'Address to listen on' },
  port: { env: 'CODEWIKI_PORT', schema: integer(8000, 0, 65_535), help: 'Port to listen on; 0 = any free one' },
  allowedHosts: { env: 'CODEWIKI_ALLOWED_HOSTS', schema: list(), help: 'Further host names that requests may name, separated by commas' },
  trustProxy: { env: 'CODEWIKI_TRUST_PROXY', schema: flag(false), help: 'Take the client address from X-Forwarded-For' },
  queueSize: { env: 'CODEWIKI_QUEUE_SIZE', alias: 'QUEUE_SIZE', schema: integer(100, 1, 1_000_000), help: 'Jobs that may wait' },
  queueSizePerSubmitter: { env: 'CODEWIKI_QUEUE_SIZE_PER_SUBMITTER', schema: limit(), help: 'Jobs of one client that may wait' },
  concurrency: { env: 'CODEWIKI_CONCURRENCY', schema: integer(2, 1, 64), help: 'Jobs that run at the same time' },
  maxRunning: { env: 'CODEWIKI_MAX_RUNNING', schema: limit(), help: 'Jobs that run at the same time over all workers' },
  maxRunningPerHost: { env: 'CODEWIKI_MAX_RUNNING_PER_HOST', schema: limit(), help: 'Jobs of one repository host that run at the same time' },
  maxRunningPerSubmitter: { env: 'CODEWIKI_MAX_RUNNING_PER_SUBMITTER', schema: limit(), help: 'Jobs of one client that run at the same time' },
  cacheExpiryDays: { env: 'CODEWIKI_CACHE_EXPIRY_DAYS', alias: 'CACHE_EXPIRY_DAYS', schema: integer(365, 1, 36_500), help: 'Days that a wiki is kept' },
  factsMaxGb: { env: 'CODEWIKI_FACTS_MAX_GB', schema: z.coerce.number().positive().default(2), help: 'Most gigabytes of what parsing found and of rendered pages; the least recently used go first' },
  cacheMaxGb: { env: 'CODEWIKI_CACHE_MAX_GB', schema: z.coerce.number().positive().optional(), help: 'Most gigabytes of wikis; the least recently used go first' },
  jobCleanupHours: { env: 'CODEWIKI_JOB_CLEANUP_HOURS', alias: 'JOB_CLEANUP_HOURS', schema: integer(24_000, 1, 1_000_000), help: 'Hours that ended jobs are kept' },
  retryCooldownMinutes: { env: 'CODEWIKI_RETRY_COOLDOWN_MINUTES', alias: 'RETRY_COOLDOWN_MINUTES', schema: integer(3, 0, 10_000), help: 'Minutes before the form takes a failed repository again' },
  cloneTimeoutSeconds: { env: 'CODEWIKI_CLONE_TIMEOUT_SECONDS', alias: 'CLONE_TIMEOUT', schema: integer(300, 1, 86_400), help: 'Seconds that one fetch may take' },
  maxRepositoryMb: { env: 'CODEWIKI_MAX_REPOSITORY_MB', schema: integer(500, 1, 100_000), help: 'Most megabytes that a clone may put on disk' },
  maxFiles: { env: 'CODEWIKI_MAX_FILES', schema: integer(50_000, 1, 10_000_000), help: 'Most files of a repository' },
  maxFileKb: { env: 'CODEWIKI_MAX_FILE_KB', schema: integer(1_024, 1, 1_000_000), help: 'Larger files are left out' },
  allowHttp: { env: 'CODEWIKI_ALLOW_HTTP', schema: flag(false), help: 'Fetch over plain http too' },
  allowedCidrs: { env: 'CODEWIKI_ALLOWED_CIDRS', schema: list().refine((texts) => texts.every((text) => ipaddr.isValidCIDR(text)), 'each must be a network as 10.0.0.0/8'), help: 'Private networks that repositories may come from, as 10.0.0.0/8,…' },
  localRoots: { env: 'CODEWIKI_LOCAL_ROOTS', schema: list(), help: 'Folders below which visitors may name local repositories' },
  submitsPerMinute: { env: 'CODEWIKI_SUBMITS_PER_MINUTE', schema: integer(30, 1, 1_000_000), help: 'Submissions that one client may make in a minute' },
  leaseSeconds: { env: 'CODEWIKI_LEASE_SECONDS', schema: integer(30, 1, 3_600), help: 'After this without a sign of life a worker loses its job' },
  graceSeconds: { env: 'CODEWIKI_GRACE_SECONDS', schema: integer(10, 0, 3_600), help: 'Seconds that running jobs get to hand back at shutdown' },
  analysisProcesses: { env: 'CODEWIKI_ANALYSIS_PROCESSES', schema: integer(Math.max(1, Math.min(4, cpus().length)), 1, 64), help: 'Parser and render processes of the worker' },
  logLevel: { env: 'CODEWIKI_LOG_LEVEL', schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'), help: 'trace, debug, info, warn, error or silent' },
  mainModel: { env: 'MAIN_MODEL', schema: text(), help: 'Language model that explains the code; without one, pages are written from the code alone' },
  clusterModel: { env: 'CLUSTER_MODEL', schema: text(), help: 'Model that names the modules; the main model when not set' },
  fallbackModel: { env: 'FALLBACK_MODEL_1', schema: text(), help: 'Model when the main one fails; or several in order, separated by commas' },
  fallbackModel2: { env: 'FALLBACK_MODEL_2', schema: text(), help: 'Model when that one fails, too' },
  fallbackModel3: { env: 'FALLBACK_MODEL_3', schema: text(), help: 'And the next' },
  llmProvider: { env: 'LLM_PROVIDER', schema: z.enum(providers).optional(), help: `Where models are whose names begin with no provider: ${providers.join(', ')}` },
  llmBaseUrl: { env: 'LLM_BASE_URL', schema: endpoint(), help: 'Address of that provider; for an OpenAI-compatible endpoint up to and without /chat/completions' },
  llmApiKey: { env: 'LLM_API_KEY', schema: z.string().regex(/^[\x21-\x7e]+$/, 'it holds spaces or characters that no key has').optional(), help: 'Key of that provider', secret: true },
  openaiApiKey: { env: 'OPENAI_API_KEY', schema: text(), help: 'Key for models at OpenAI', secret: true },
  anthropicApiKey: { env: 'ANTHROPIC_API_KEY', schema: text(), help: 'Key for models at Anthropic', secret: true },
  googleApiKey: { env: 'GOOGLE_GENERATIVE_AI_API_KEY', alias: 'GEMINI_API_KEY', schema: text(), help: 'Key for models at Google', secret: true },
  azureApiKey: { env: 'AZURE_API_KEY', schema: text(), help: 'Key for models at Azure', secret: true },
  azureResourceName: { env: 'AZURE_RESOURCE_NAME', schema: z.string().regex(/^[a-z0-9][a-z0-9-]*$/i, 'it is a host name without dots').optional(), help: 'Azure OpenAI resource; models are names of deployments' },
  azureApiVersion: { env: 'AZURE_API_VERSION', schema: text(), help: 'As 2024-10-21, for the older addresses by deployment; without it the v1 API' },
  awsRegion: { env: 'AWS_REGION', alias: 'AWS_DEFAULT_REGION', schema: text(), help: 'Region of Bedrock' },
  awsAccessKeyId: { env: 'AWS_ACCESS_KEY_ID', schema: text(), help: 'Key for models at Bedrock', secret: true },
  awsSecretAccessKey: { env: 'AWS_SECRET_ACCESS_KEY', schema: text(), help: 'Its secret', secret: true },
  awsSessionToken: { env: 'AWS_SESSION_TOKEN', schema: text(), help: 'Its token, if it is a temporary one', secret: true },
  awsBedrockKey: { env: 'AWS_BEARER_TOKEN_BEDROCK', schema: text(), help: 'A key of Bedrock’s own, in place of those', secret: true },
  llmPrices: { env: 'LLM_PRICES', schema: prices(), help: 'Prices of single models, as big-model=2.5/10/0.25, small-model=0.15/0.6: US dollars per million tokens in, out and kept by the provider' },
  llmPriceInput: { env: 'LLM_PRICE_INPUT', schema: dollars(), help: 'US dollars per million tokens that any other model reads; without both prices its cost is unknown' },
  llmPriceOutput: { env: 'LLM_PRICE_OUTPUT', schema: dollars(), help: 'US dollars per million tokens that any other model writes' },
  llmPriceCachedInput: { env: 'LLM_PRICE_CACHED_INPUT', schema: dollars(), help: 'US dollars per million tokens that the provider had kept; without it the full price' },
  llmTemperature: { env: 'LLM_TEMPERATURE', schema: z.coerce.number().min(0).max(2).optional(), help: 'How freely models choose their words, 0 to 2; 0 by default' },
  llmMaxOutputTokens: { env: 'LLM_MAX_OUTPUT_TOKENS', schema: integerOrNone(64, 1_000_000), help: 'Most tokens of one answer, where less than a page asks for' },
  llmMaxCostPerJob: { env: 'LLM_MAX_COST_PER_JOB', schema: dollars(), help: 'US dollars that one job may spend at most; needs the price of every model' },
  llmMaxCostPerDay: { env: 'LLM_MAX_COST_PER_DAY', schema: dollars(), help: 'US dollars that all jobs may spend on one day (UTC) at most; needs the price of every model' },
  llmMaxTokensPerJob: { env: 'LLM_MAX_TOKENS_PER_JOB', schema: tokens(), help: 'Tokens, in and out, that one job may spend at most' },
  llmMaxTokensPerDay: { env: 'LLM_MAX_TOKENS_PER_DAY', schema: tokens(), help: 'Tokens, in and out, that all jobs may spend on one day (UTC) at most' },
  llmConcurrency: { env: 'LLM_CONCURRENCY', schema: integer(4, 1, 256), help: 'Pages of one job that wait for the model at the same time' },
  llmMaxConcurrentCalls: { env: 'LLM_MAX_CONCURRENT_CALLS', schema: integer(16, 1, 1_000), help: 'Calls to one provider at the same time, of all jobs of one worker' },
  llmRequestsPerMinute: { env: 'LLM_REQUESTS_PER_MINUTE', schema: integerOrNone(1, 1_000_000), help: 'Calls to one provider in a minute, of all jobs of one worker' },
  llmTokensPerMinute: { env: 'LLM_TOKENS_PER_MINUTE', schema: integerOrNone(1, 1_000_000_000), help: 'Tokens to and from one provider in a minute, of all jobs of one worker' },
  llmTimeoutSeconds: { env: 'LLM_TIMEOUT_SECONDS', schema: integer(120, 1, 3_600), help: 'Seconds that a model may be silent; an answer that goes on coming may take longer' },
} satisfies Record<string, Setting<unknown>>

type Settings = typeof settings
export type ConfigKey = keyof Settings
export type WebAppConfig = { readonly [K in ConfigKey]: z.output<Settings[K]['schema']> }

export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly flags: Partial<Record<ConfigKey, string | undefined>>
  /** `codewiki.config.json`, if there is one: `{ "port": 8080 }`. */
  readonly file: string
}

export interface ConfigEntry {
  readonly key: ConfigKey
  readonly env: string
  readonly value: unknown
  readonly origin: string
  readonly help: string
}

/**
 * Flags over environment over file over defaults.
 * @throws AppError `config/unknown-key`, `config/invalid-value`, `config/missing-value`, `config/invalid-file`, each naming the key
 */
export function readConfig(sources: ConfigSources): { config: WebAppConfig; entries: readonly ConfigEntry[] } {
  refuseUnknown(Object.keys(sources.env).filter((name) => name.startsWith('CODEWIKI_') && name !== flagsVariable), Object.values(settings).map((setting) => setting.env), 'environment variable')
  const file = readConfigFile(sources.file)
  refuseUnknown(Object.keys(file), Object.keys(settings), `key in ${sources.file}`)
  const values: Record<string, unknown> = {}
  const entries: ConfigEntry[] = []
  for (const [key, setting] of Object.entries(settings) as [ConfigKey, Setting<unknown>][]) {
    const { raw, origin } = find(key, setting, sources, file)
    const value = parseValue(key, setting, raw, origin === sources.file ? `${key} in ${origin}` : origin === 'flag' ? `--${kebab(key)}` : origin)
    values[key] = value
    entries.push({ key, env: setting.env, value: setting.secret === true && value !== undefined ? '(set)' : value, origin, help: setting.help })
  }
  const config = Object.freeze(values) as WebAppConfig
  checkModels(config)
  checkPrices(config)
  return { config, entries }
}

/** @param where what a person has to change: a variable, a flag, or the key of a file. */
function parseValue(key: ConfigKey, setting: Setting<unknown>, raw: unknown, where: string): unknown {
  const parsed = setting.schema.safeParse(raw)
  if (parsed.success) return parsed.data
  throw new AppError('config/invalid-value', 'invalid', `${where} is not valid: ${parsed.error.issues[0]?.message ?? 'wrong value'}.`, {
    advice: `${setting.help}. Change ${where}, or leave it out.`,
    details: { key },
  })
}

/**
 * One setting by any of its names: `queueSize`, `queue-size`, `CODEWIKI_QUEUE_SIZE`, `QUEUE_SIZE`. Without a text: its default.
 * @throws AppError `config/unknown-key` naming the nearest known one, `config/invalid-value`
 */
export function parseSetting(name: string, text: string | undefined): { key: ConfigKey; env: string; secret: boolean; value: unknown } {
  const all = Object.entries(settings) as [ConfigKey, Setting<unknown>][]
  const found = all.find(([key, { env, alias }]) => [key, kebab(key), env, alias].includes(name))
  if (found === undefined) throw unknownKey(name, Object.keys(settings), 'setting')
  const [key, setting] = found
  return { key, env: setting.env, secret: setting.secret === true, value: parseValue(key, setting, text, key) }
}

const kebab = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function find(key: ConfigKey, setting: Setting<unknown>, sources: ConfigSources, file: Readonly<Record<string, unknown>>): { raw: unknown; origin: string } {
  if (sources.flags[key] !== undefined) return { raw: sources.flags[key], origin: 'flag' }
  for (const name of [setting.env, setting.alias]) {
    const value = name === undefined ? undefined : sources.env[name]
    if (value !== undefined && value !== '') return { raw: value, origin: name ?? setting.env }
  }
  const stored = file[key]
  if (stored !== undefined) return { raw: Array.isArray(stored) ? stored.join(',') : typeof stored === 'boolean' ? String(stored) : stored, origin: sources.file }
  return { raw: undefined, origin: 'default' }
}

/** @throws AppError `config/invalid-file` */
export function readConfigFile(path: string): Readonly<Record<string, unknown>> {
  let content: string
  try {
    content = readFileSync(path, 'utf8')
  } catch {
    return {}
  }
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(content))
  } catch (error) {
    throw new AppError('config/invalid-file', 'invalid', `${path} is not a JSON object.`, { advice: 'Mend or remove it.', cause: error })
  }
}

function refuseUnknown(given: readonly string[], known: readonly string[], what: string): void {
  const unknown = given.find((name) => !known.includes(name))
  if (unknown !== undefined) throw unknownKey(unknown, known, what)
}

function unknownKey(unknown: string, known: readonly string[], what: string): AppError {
  const near = nearestWord(unknown, known)
  return new AppError('config/unknown-key', 'invalid', `Unknown ${what}: ${unknown}.`, {
    advice: near === undefined ? 'See `codewiki config show` for the settings there are.' : `Did you mean ${near}?`,
    details: { key: unknown, ...(near === undefined ? {} : { nearest: near }) },
  })
}
