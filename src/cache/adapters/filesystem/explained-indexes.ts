import type { WikiUpgrades } from '../../wiki-upgrades.js'
import { ExplainedIndex } from './explained-index.js'

/** Wikis whose explained pages are kept for search at a time: a few, for few are explained at once, and each takes memory. */
const mostOpen = 4

interface Kept {
  readonly index: ExplainedIndex
  /** Searches under way; it is closed after the last of them. */
  users: number
  isGone: boolean
}

/** Indexes of explained pages by the wiki that they lie over, the least recently searched first. */
export class ExplainedIndexes {
  readonly #upgrades: Pick<WikiUpgrades, 'textSince'>
  readonly #open = new Map<string, Kept>()

  constructor(upgrades: Pick<WikiUpgrades, 'textSince'>) {
    this.#upgrades = upgrades
  }

  /** `work` gets the index as it is now; undefined when nobody upgrades the wiki. */
  async use<T>(over: string, work: (index: ExplainedIndex | undefined) => T): Promise<T> {
    const kept = this.#take(over)
    kept.users += 1
    try {
      if (await kept.index.refresh()) return work(kept.index)
      this.#drop(over, kept)
      return work(undefined)
    } finally {
      kept.users -= 1
      if (kept.isGone && kept.users === 0) kept.index.close()
    }
  }

  close(): void {
    for (const [over, kept] of this.#open) this.#drop(over, kept)
  }

  #take(over: string): Kept {
    const kept = this.#open.get(over) ?? { index: new ExplainedIndex(over, this.#upgrades), users: 0, isGone: false }
    this.#open.delete(over)
    this.#open.set(over, kept)
    for (const [oldest, other] of this.#open) {
      if (this.#open.size <= mostOpen) break
      this.#drop(oldest, other)
    }
    return kept
  }

  #drop(over: string, kept: Kept): void {
    if (this.#open.get(over) === kept) this.#open.delete(over)
    if (kept.isGone) return
    kept.isGone = true
    if (kept.users === 0) kept.index.close()
  }
}
