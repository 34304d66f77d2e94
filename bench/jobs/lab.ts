import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres, type PostgresServer } from '../../test/support/postgres-server.js'
import type { Contender, OpenQueue, Place, Role } from './engine.js'
import { startRedis, type RedisServer } from './redis-server.js'

/** Servers and folders of one run; all of it is removed at its end. */
export class Lab {
  readonly #folder = mkdtempSync(join(tmpdir(), 'codewiki-bench-'))
  #postgres: Promise<PostgresServer> | undefined
  #redis: Promise<RedisServer | undefined> | undefined
  #places = 0

  /** Started when it is first asked for, with fsync on. */
  postgres(): Promise<PostgresServer> {
    this.#postgres ??= startPostgres({ durable: true })
    return this.#postgres
  }

  /** Undefined: this machine has none. */
  redis(): Promise<RedisServer | undefined> {
    this.#redis ??= startRedis()
    return this.#redis
  }

  /** Where nothing is yet. Names what has been started, and no more. */
  async place(leaseMs?: number): Promise<Place> {
    this.#places += 1
    const postgres = await this.#postgres
    const redis = await this.#redis
    return {
      folder: mkdtempSync(join(this.#folder, 'place-')),
      postgresUrl: postgres?.url,
      redisPort: redis?.port,
      name: postgres?.freshSchema() ?? `place_${this.#places}`,
      ...(leaseMs === undefined ? {} : { leaseMs }),
    }
  }

  /** Opens a contender's queue in a fresh place, for as long as `work` takes. */
  async using<T>(contender: Contender, work: (queue: OpenQueue, place: Place) => Promise<T>, options: { readonly role?: Role; readonly leaseMs?: number } = {}): Promise<T> {
    const place = await this.place(options.leaseMs)
    const queue = await contender.open(place, options.role ?? { kind: 'both' })
    try {
      return await work(queue, place)
    } finally {
      await queue.close()
      rmSync(place.folder, { recursive: true, force: true })
    }
  }

  async close(): Promise<void> {
    await (await this.#postgres)?.close()
    await (await this.#redis)?.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
