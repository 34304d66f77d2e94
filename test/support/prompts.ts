import { fileURLToPath } from 'node:url'
import { readPrompts } from '../../src/documentation/adapters/model/prompts.js'

/** The prompts of the product. */
export const promptsFolder = fileURLToPath(new URL('../../src/documentation/prompts', import.meta.url))
export const prompts = readPrompts(promptsFolder)
