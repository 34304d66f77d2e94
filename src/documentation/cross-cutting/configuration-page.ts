import { writeConfigFiles } from './configuration/config-files-section.js'
import { configFilesOf } from './configuration/config-files.js'
import { settingsOf } from './configuration/settings.js'
import { writeSettings } from './configuration/settings-section.js'
import type { CrossCuttingPage } from './cross-cutting-page.js'

/** What can be set from outside, and the files that configure the tools around the code. */
export const configurationPage: CrossCuttingPage = {
  address: 'configuration',
  title: 'Configuration',
  sections({ code }) {
    const settings = settingsOf(code)
    const files = configFilesOf(code)
    if (settings.length === 0 && files.length === 0) return undefined
    return [(context) => writeSettings(context, settings), (context) => writeConfigFiles(context, files)]
  },
}
