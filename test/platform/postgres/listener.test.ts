import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { silentLogger } from '../../../src/platform/logger.js'
import { PostgresListener } from '../../../src/platform/postgres/listener.js'
import { isOwnServer, startPostgres, type PostgresServer } from '../../support/postgres-server.js'
import { startProxy } from '../../support/tcp-proxy.js'

let server: PostgresServer
let name: string
let heard: string[]
let listener: PostgresListener

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.close())
beforeEach(() => {
  name = server.freshSchema()
  heard = []
})
afterEach(() => listener.stop())

async function listen(url = server.url): Promise<void> {
  listener = new PostgresListener({ url, applicationName: name, schema: name, keepAliveMs: 200 }, silentLogger)
  await listener.subscribe(name, { onNotification: (payload) => heard.push(payload), onReconnect: () => heard.push('reconnected') })
  await listener.start()
}

const notify = (payload: string) => server.admin('SELECT pg_notify($1, $2)', [name, payload])
const untilHeard = (...expected: string[]) => expect.poll(() => heard, { timeout: 15_000, interval: 20 }).toEqual(expected)

describe('a listener', () => {
  it('hears what is told on its channel, and only that', async () => {
    await listen()
    await server.admin(`SELECT pg_notify('another', 'no')`)
    await notify('one')
    await notify('two')
    await untilHeard('one', 'two')
  })

  it('hears a channel that is subscribed while it is connected, until unsubscribed', async () => {
    await listen()
    const more: string[] = []
    const unsubscribe = await listener.subscribe(`${name}_more`, {
      onNotification: (payload) => more.push(payload),
      onReconnect: () => undefined,
    })
    await server.admin('SELECT pg_notify($1, $2)', [`${name}_more`, 'first'])
    await expect.poll(() => more).toEqual(['first'])
    unsubscribe()
    await server.admin('SELECT pg_notify($1, $2)', [`${name}_more`, 'second'])
    await notify('end')
    await untilHeard('end')
    expect(more).toEqual(['first'])
  })

  it('connects anew when its connection was cut, says so once, and goes on hearing', async () => {
    await listen()
    expect(await server.cutConnections(name)).toBe(1)
    await untilHeard('reconnected')
    await notify('after')
    await untilHeard('reconnected', 'after')
  })

  it.runIf(isOwnServer)('outlives a restart of the server', async () => {
    await listen()
    await server.stop('immediate')
    await server.start()
    await untilHeard('reconnected')
    await notify('after')
    await untilHeard('reconnected', 'after')
  })

  it.runIf(isOwnServer)('may start before the server does', async () => {
    await server.stop()
    await listen()
    await server.start()
    await expect
      .poll(() => server.admin('SELECT 1 FROM pg_stat_activity WHERE application_name = $1', [name]), { timeout: 15_000 })
      .toHaveLength(1)
    await notify('hello')
    await untilHeard('hello')
  })

  it('finds a connection that swallows everything, by the sign of life that does not come', async () => {
    const proxy = await startProxy(server.url)
    await listen(proxy.url)
    proxy.stall()
    await untilHeard('reconnected')
    await notify('after')
    await untilHeard('reconnected', 'after')
    await listener.stop()
    await proxy.close()
  })

  it('leaves no connection behind', async () => {
    await listen()
    await listener.stop()
    await expect.poll(() => server.admin('SELECT 1 FROM pg_stat_activity WHERE application_name = $1', [name])).toEqual([])
  })
})
