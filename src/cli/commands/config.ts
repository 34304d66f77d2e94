import type { Command } from 'commander'
import { AppError } from '../../platform/app-error.js'
import type { CliDeps, ConfigEntry } from '../cli-deps.js'

interface ShowOptions {
  readonly json?: boolean
  readonly origin?: boolean
}

/** The flags of the original's `config set`, by setting. */
interface ModelOptions {
  readonly mainModel?: string
  readonly clusterModel?: string
  readonly fallbackModel?: string
  readonly baseUrl?: string
  readonly apiKey?: string
}

export function addConfig(program: Command, deps: CliDeps): void {
  const config = program.command('config').description('settings: flags over environment over codewiki.config.json over defaults')
  config
    .command('show')
    .description('every setting with its value')
    .option('--origin', 'with where each value comes from')
    .option('--json', 'print JSON')
    .action((options: ShowOptions) => {
      for (const entry of deps.showConfig({})) deps.out(options.json === true ? JSON.stringify(entry) : line(entry, options.origin === true))
    })
  config
    .command('set')
    .description('write a setting into codewiki.config.json of this folder; without a value: take it out')
    .argument('[key]', 'queueSize, queue-size or CODEWIKI_QUEUE_SIZE')
    .argument('[value]')
    .option('--main-model <name>', 'the setting mainModel')
    .option('--cluster-model <name>', 'the setting clusterModel')
    .option('--fallback-model <name>', 'the setting fallbackModel')
    .option('--base-url <url>', 'the setting llmBaseUrl')
    .option('--api-key <key>', 'refused: keys belong into the environment')
    .addHelpText('after', '\nExamples:\n  codewiki config set queueSize 50\n  codewiki config set allowed-hosts wiki.example.org\n  codewiki config set queueSize')
    .action((key: string | undefined, value: string | undefined, options: ModelOptions) => set(key, value, options, deps))
  config
    .command('validate')
    .description('check the settings as a start would read them')
    .action(() => {
      const set = deps.showConfig({}).filter(({ origin }) => origin !== 'default')
      deps.out(`The settings are valid: ${set.length === 0 ? 'all are defaults' : set.map(({ key, origin }) => `${key} from ${origin}`).join(', ')}`)
    })
}

function line({ key, env, value, origin, help }: ConfigEntry, withOrigin: boolean): string {
  const shown = value === undefined ? '–' : JSON.stringify(value)
  return `${key.padEnd(21)} ${shown.padEnd(24)} ${withOrigin ? `${origin.padEnd(30)} ` : ''}${help} (${env})`
}

async function set(key: string | undefined, value: string | undefined, options: ModelOptions, deps: CliDeps): Promise<void> {
  const { mainModel, clusterModel, fallbackModel, baseUrl, apiKey } = options
  const flagged = Object.entries({ mainModel, clusterModel, fallbackModel, llmBaseUrl: baseUrl, llmApiKey: apiKey }).filter(([, text]) => text !== undefined)
  const wanted: (readonly [string, string | undefined])[] = key === undefined ? flagged : [[key, value], ...flagged]
  if (wanted.length === 0) throw new AppError('config/nothing-to-set', 'invalid', 'Name a setting and its value.', { advice: 'For example: codewiki config set queueSize 50' })
  for (const [name, text] of wanted) {
    const written = await deps.setConfig(name, text)
    deps.out(text === undefined ? `${written.key} is left to its default again in ${deps.configFile}` : `${written.key} = ${JSON.stringify(written.value)} in ${deps.configFile}`)
  }
}
