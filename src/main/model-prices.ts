import type { ModelPrice, PriceOf } from '../documentation/model-price.js'
import { AppError } from '../platform/app-error.js'
import { nearestWord } from '../platform/nearest-word.js'
import { configuredModels, fullName, type ModelSettings } from './model-settings.js'

/** US dollars per million tokens. */
export interface PriceSettings extends ModelSettings {
  /** `big-model=2.5/10/0.25`, one for each model that has its own. */
  readonly llmPrices: readonly string[]
  /** Of every other model. */
  readonly llmPriceInput?: number | undefined
  readonly llmPriceOutput?: number | undefined
  readonly llmPriceCachedInput?: number | undefined
}

interface NamedPrice {
  readonly name: string
  readonly price: ModelPrice
}

const form = 'as model=input/output or model=input/output/cached, in US dollars per million tokens'
const amount = /^(\d+(\.\d+)?|\.\d+)$/

/** Undefined: it can be read. */
export function priceProblem(text: string): string | undefined {
  const found = readPrice(text)
  return typeof found === 'string' ? found : undefined
}

/** A name may hold anything but a comma, so the last `=` counts. A text is what is wrong. */
function readPrice(text: string): NamedPrice | string {
  const at = text.lastIndexOf('=')
  const name = text.slice(0, Math.max(0, at)).trim()
  const amounts = text.slice(at + 1).split('/').map((part) => part.trim())
  if (name === '' || amounts.length < 2 || amounts.length > 3) return `${text} is not a price ${form}`
  const wrong = amounts.find((part) => !amount.test(part))
  if (wrong !== undefined) return /^-/.test(wrong) ? `the price ${wrong} of ${name} is negative` : `the price "${wrong}" of ${name} is no number`
  const [input = 0, output = 0, cachedInput] = amounts.map(Number)
  return { name, price: { input, output, cachedInput } }
}

const namedPrices = ({ llmPrices }: PriceSettings): readonly NamedPrice[] => llmPrices.map(readPrice).filter((one) => typeof one !== 'string')

/** By any name that a model has. The fallback's own price is that of a call to the fallback. */
export function composePrices(settings: PriceSettings): PriceOf {
  const { llmPriceInput: input, llmPriceOutput: output, llmPriceCachedInput: cachedInput } = settings
  const usual = input === undefined || output === undefined ? undefined : { input, output, cachedInput }
  const own = new Map(namedPrices(settings).map(({ name, price }) => [fullName(name, settings), price]))
  return (model) => own.get(fullName(model, settings)) ?? usual
}

/** Models that may be asked and whose price nobody told, each once. */
export function unpricedModels(settings: PriceSettings): readonly string[] {
  const priceOf = composePrices(settings)
  return configuredModels(settings).filter((model) => priceOf(model) === undefined)
}

/**
 * A price under a name that no model has would be one that is never used.
 * @throws AppError `config/invalid-value` naming the nearest model
 */
export function checkPrices(settings: PriceSettings): void {
  const models = configuredModels(settings)
  // Without a main model nothing is asked, so nothing is missing.
  if (models.length === 0) return
  const known = new Set(models.map((model) => fullName(model, settings)))
  const seen = new Set<string>()
  for (const { name } of namedPrices(settings)) {
    const full = fullName(name, settings)
    if (!known.has(full)) throw unknownModel(name, models)
    if (seen.has(full)) throw new AppError('config/invalid-value', 'invalid', `LLM_PRICES tells two prices of ${name}.`, { advice: 'Take one of them out.', details: { key: 'LLM_PRICES' } })
    seen.add(full)
  }
}

function unknownModel(name: string, models: readonly string[]): AppError {
  const nearest = nearestWord(name, models)
  return new AppError('config/invalid-value', 'invalid', `LLM_PRICES tells the price of ${name}, but no setting names that model.`, {
    advice: nearest === undefined ? `The models are ${models.join(', ')}.` : `Did you mean ${nearest}?`,
    details: { key: 'LLM_PRICES', ...(nearest === undefined ? {} : { nearest }) },
  })
}
