import type { PostgresListener } from '../../../platform/postgres/listener.js'
import type { ProgressFeed } from '../../progress-feed.js'

/** Changes cross processes by NOTIFY. After a lost connection listeners are told once: something may have changed meanwhile. */
export async function postgresProgressFeed(listener: PostgresListener, channel: string): Promise<ProgressFeed> {
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listen of listeners) listen()
  }
  const unsubscribe = await listener.subscribe(channel, { onNotification: tell, onReconnect: tell })
  return {
    subscribe(listen) {
      // A wrapper, so that one function may subscribe twice.
      const own = () => listen()
      listeners.add(own)
      return () => listeners.delete(own)
    },
    close() {
      listeners.clear()
      unsubscribe()
    },
  }
}
