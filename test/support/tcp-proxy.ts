import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A wire between a client and a server that a test can disturb. */
export interface TcpProxy {
  /** The server's URL by way of the proxy. */
  readonly url: string
  /** From now on nothing comes through, and nobody is told: as when a network is partitioned. New connections do come through. */
  readonly stall: () => void
  /** The same, and new connections get nowhere either; `heal` lets through all that was sent meanwhile. */
  readonly partition: () => void
  readonly heal: () => void
  /** The next time that a client sends this, it arrives; the connection breaks before the answer comes back. */
  readonly swallowAnswerTo: (text: string) => void
  /** Open now. */
  readonly connections: () => number
  readonly close: () => Promise<void>
}

interface Wire {
  readonly incoming: Socket
  readonly outgoing: Socket
}

export async function startProxy(serverUrl: string): Promise<TcpProxy> {
  const target = new URL(serverUrl)
  const wires = new Set<Wire>()
  let isPartitioned = false
  let swallowed: string | undefined
  const watch = ({ incoming, outgoing }: Wire, chunk: Buffer) => {
    if (swallowed === undefined || !chunk.includes(swallowed)) return
    swallowed = undefined
    outgoing.unpipe(incoming)
    outgoing.once('data', () => end({ incoming, outgoing }))
    outgoing.resume()
  }
  const server = createServer((incoming) => {
    const wire = { incoming, outgoing: connect(Number(target.port), target.hostname) }
    wires.add(wire)
    for (const socket of [wire.incoming, wire.outgoing]) {
      socket.on('error', () => undefined)
      socket.on('close', () => wires.delete(wire))
    }
    incoming.on('data', (chunk: Buffer) => watch(wire, chunk))
    if (isPartitioned) incoming.pause()
    else join(wire)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(serverUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  const stall = () => {
    for (const wire of wires) part(wire)
  }
  return {
    url: url.href,
    stall,
    partition: () => {
      isPartitioned = true
      stall()
    },
    heal: () => {
      isPartitioned = false
      for (const wire of wires) join(wire)
    },
    swallowAnswerTo: (text) => (swallowed = text),
    connections: () => wires.size,
    close: async () => {
      for (const wire of wires) end(wire)
      server.close()
      await once(server, 'close')
    },
  }
}

function join({ incoming, outgoing }: Wire): void {
  incoming.pipe(outgoing)
  outgoing.pipe(incoming)
}

function part({ incoming, outgoing }: Wire): void {
  for (const socket of [incoming, outgoing]) {
    socket.unpipe()
    socket.pause()
  }
}

function end({ incoming, outgoing }: Wire): void {
  incoming.destroy()
  outgoing.destroy()
}
