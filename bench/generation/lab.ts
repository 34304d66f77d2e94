import { composeGenerator } from '../../src/main/compose-generator.js'
import { readConfig } from '../../src/main/config.js'
import type { DocumentationGenerator } from '../../src/documentation/documentation-generator.js'
import type { ModelLedger } from '../../src/documentation/model-ledger.js'
import type { PageRenderer } from '../../src/rendering/page-renderer.js'
import { ForkedPageRenderer } from '../../src/rendering/adapters/forked/forked-page-renderer.js'
import { memorySpendingBook } from '../../src/documentation/adapters/memory/memory-spending-book.js'
import { systemClock } from '../../src/platform/clock.js'
import { silentLogger } from '../../src/platform/logger.js'
import { built } from '../../test/support/built.js'
import { ScriptedModel } from '../../test/support/scripted-model.js'

/** The product's generator over the scripted model, which speaks real HTTP in a process of its own. */
export interface Lab {
  readonly model: ScriptedModel
  readonly renderer: PageRenderer
  generator(ledger: ModelLedger): DocumentationGenerator
  close(): Promise<void>
}

export async function openLab(): Promise<Lab> {
  const model = await ScriptedModel.start()
  const env = { MAIN_MODEL: 'scripted', LLM_BASE_URL: model.url, LLM_API_KEY: 'none' }
  const { config } = readConfig({ env, flags: {}, file: '/nonexistent' })
  const renderer = new ForkedPageRenderer({ entry: built('rendering/adapters/forked/render-child.js'), processes: 1 })
  return {
    model,
    renderer,
    generator: (ledger) => composeGenerator(config, { ledger, spending: memorySpendingBook(systemClock) }, silentLogger, built('documentation/prompts')),
    close: async () => {
      await renderer.close()
      await model.stop()
    },
  }
}
