import type { Readable } from 'node:stream'
import type { TreeEntry } from '../../repository-processor.js'
import { gitError, hostileRepository, incompleteRepository } from './git-errors.js'
import { endGroup, endOf, spawnGit, type GitCall } from './run-git.js'

/** Streams blobs through one `git cat-file --batch`. The caller's pace holds git back; leaving the loop early ends git. */
export async function* readBlobs(
  gitDir: string,
  entries: readonly TreeEntry[],
  call: Pick<GitCall, 'home' | 'limits' | 'signal'>,
): AsyncGenerator<{ entry: TreeEntry; content: Buffer }> {
  if (entries.length === 0) return
  call.signal.throwIfAborted()
  const child = spawnGit({
    args: [`--git-dir=${gitDir}`, 'cat-file', '--batch'],
    access: { protocols: [] },
    home: call.home,
    limits: call.limits,
  })
  const onAbort = () => endGroup(child)
  call.signal.addEventListener('abort', onAbort, { once: true })
  const ended = endOf(child)
  ended.catch(() => undefined)
  child.stdin.on('error', () => undefined)
  void ask(child.stdin, entries)
  // That git is gone before it answered says nothing of what is in the repository.
  const reader = new BatchReader(child.stdout, async () => gitError(await ended))
  try {
    for (const entry of entries) {
      const content = await reader.next(entry)
      call.signal.throwIfAborted()
      yield { entry, content }
    }
  } catch (error) {
    call.signal.throwIfAborted()
    throw error
  } finally {
    call.signal.removeEventListener('abort', onAbort)
    endGroup(child)
  }
}

async function ask(stdin: NodeJS.WritableStream, entries: readonly TreeEntry[]): Promise<void> {
  const batch = 500
  for (let at = 0; at < entries.length; at += batch) {
    const lines = entries.slice(at, at + batch).map(({ oid }) => `${oid}\n`)
    if (!stdin.write(lines.join(''))) await new Promise((resolve) => stdin.once('drain', resolve))
  }
  stdin.end()
}

/** `<oid> <type> <size>\n<content>\n`, again and again. */
class BatchReader {
  readonly #chunks: AsyncIterator<Buffer>
  readonly #whyEnded: () => Promise<Error>
  #rest: Buffer = Buffer.alloc(0)

  constructor(stream: Readable, whyEnded: () => Promise<Error>) {
    this.#whyEnded = whyEnded
    this.#chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  }

  async next(entry: TreeEntry): Promise<Buffer> {
    const header = (await this.#until(10)).toString('latin1')
    const [oid, type, size] = header.split(' ')
    if (oid === entry.oid && type === 'missing') throw incompleteRepository()
    // The size was counted against limits when the tree was read: a different one now is not read.
    if (oid !== entry.oid || type !== 'blob' || Number(size) !== entry.sizeBytes) throw hostileRepository()
    const content = await this.#take(entry.sizeBytes + 1)
    return content.subarray(0, -1)
  }

  async #until(byte: number): Promise<Buffer> {
    for (;;) {
      const at = this.#rest.indexOf(byte)
      if (at >= 0) {
        const line = this.#rest.subarray(0, at)
        this.#rest = this.#rest.subarray(at + 1)
        return line
      }
      this.#rest = Buffer.concat([this.#rest, await this.#chunk()])
    }
  }

  /** A copy of exactly `size` bytes, so that a small blob does not keep a large chunk alive. */
  async #take(size: number): Promise<Buffer> {
    const parts: Buffer[] = [this.#rest]
    let have = this.#rest.length
    while (have < size) {
      const chunk = await this.#chunk()
      parts.push(chunk)
      have += chunk.length
    }
    const all = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
    this.#rest = all.subarray(size)
    return Buffer.from(all.subarray(0, size))
  }

  async #chunk(): Promise<Buffer> {
    const { value, done } = await this.#chunks.next()
    if (done === true || value === undefined) throw await this.#whyEnded()
    return value
  }
}
