import { AppError } from '../platform/app-error.js'
import { fileManager } from '../platform/file-manager.js'
import { parseSetting, readConfigFile } from './config.js'

/**
 * Writes one setting into the project's file, or takes it out again (undefined). Nothing is written that a start would refuse.
 * @throws AppError `config/unknown-key`, `config/invalid-value`, `config/secret-in-file`, `config/invalid-file`
 */
export async function setConfigValue(path: string, name: string, text: string | undefined): Promise<{ readonly key: string; readonly value: unknown }> {
  const { key, env, secret, value } = parseSetting(name, text)
  if (secret && text !== undefined) {
    throw new AppError('config/secret-in-file', 'invalid', `${key} is a secret and is not written into a file of the project.`, {
      advice: `Set the environment variable ${env} instead.`,
      details: { key },
    })
  }
  const { [key]: _before, ...others } = readConfigFile(path)
  await fileManager.writeJson(path, text === undefined ? others : { ...others, [key]: storable(value, text) })
  return { key, value }
}

/** Numbers, switches and lists as JSON has them; anything else as it was typed, for a relative path stays relative. */
function storable(value: unknown, text: string): unknown {
  return typeof value === 'number' || typeof value === 'boolean' || Array.isArray(value) ? value : text
}
