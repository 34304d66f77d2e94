import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createDeflateRaw, createInflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { WikiFile } from '../../../documentation/wiki-files.js'

const level = 5
export const pack = (text: string | Buffer): Buffer => deflateRawSync(text, { level })
export const unpackStream = (bytes: Uint8Array): Readable => Readable.from([bytes]).pipe(createInflateRaw())
export const unpack = (bytes: Uint8Array): string => inflateRawSync(bytes).toString('utf8')

/** Writes a new file and waits for the disk; gives its content packed. Pieces are asked for once, and none is kept. */
export async function writeAndPack(path: string, content: WikiFile): Promise<Buffer> {
  const handle = await open(path, 'wx')
  try {
    const packer = createDeflateRaw({ level })
    const packed = buffer(packer)
    for (const piece of typeof content === 'string' ? [content] : content) {
      const bytes = Buffer.from(piece)
      const isTaken = packer.write(bytes) ? undefined : once(packer, 'drain')
      await Promise.all([handle.writeFile(bytes), isTaken])
    }
    packer.end()
    await handle.sync()
    return await packed
  } finally {
    await handle.close()
  }
}
