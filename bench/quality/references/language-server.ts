import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

const position = z.object({ line: z.number(), character: z.number() })
const range = z.object({ start: position, end: position })
const location = z.union([z.object({ uri: z.string(), range }), z.object({ targetUri: z.string(), targetSelectionRange: range }).transform((one) => ({ uri: one.targetUri, range: one.targetSelectionRange }))])
const locations = z.union([z.array(location), location.transform((one) => [one]), z.null().transform(() => [])])
export type Location = z.infer<typeof location>

const message = z.object({ id: z.union([z.number(), z.string()]).optional(), method: z.string().optional(), params: z.unknown().optional(), result: z.unknown().optional(), error: z.object({ message: z.string() }).optional() })
const configuration = z.object({ items: z.array(z.unknown()) })

/** A language server over stdio: opens documents and asks what names mean. */
export class LanguageServer {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #waiting = new Map<number, (result: unknown) => void>()
  #buffer = Buffer.alloc(0)
  #next = 0

  constructor(command: string, args: readonly string[], folder: string) {
    this.#process = spawn(command, args, { cwd: folder })
    this.#process.stderr.resume()
    this.#process.stdout.on('data', (chunk: Buffer) => this.#read(chunk))
  }

  async start(folder: string): Promise<void> {
    const root = pathToFileURL(folder).href
    await this.#ask('initialize', { processId: process.pid, rootUri: root, workspaceFolders: [{ uri: root, name: 'repository' }], capabilities: { workspace: { configuration: true, workspaceFolders: true } } })
    this.#tell('initialized', {})
  }

  open(uri: string, languageId: string, text: string): void {
    this.#tell('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } })
  }

  closeDocument(uri: string): void {
    this.#tell('textDocument/didClose', { textDocument: { uri } })
  }

  /** Zero-based, in UTF-16 units. */
  async definition(uri: string, line: number, character: number): Promise<readonly Location[]> {
    const result = locations.safeParse(await this.#ask('textDocument/definition', { textDocument: { uri }, position: { line, character } }))
    return result.success ? result.data : []
  }

  close(): void {
    this.#process.kill('SIGKILL')
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    const id = (this.#next += 1)
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#send({ jsonrpc: '2.0', id, method, params })
    })
  }

  #tell(method: string, params: unknown): void {
    this.#send({ jsonrpc: '2.0', method, params })
  }

  #send(content: unknown): void {
    const text = JSON.stringify(content)
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, Math.max(0, end)).toString())?.[1])
      if (end < 0 || this.#buffer.length < end + 4 + length) return
      const body = this.#buffer.subarray(end + 4, end + 4 + length).toString('utf8')
      this.#buffer = this.#buffer.subarray(end + 4 + length)
      this.#receive(message.parse(JSON.parse(body)))
    }
  }

  #receive({ id, method, params, result }: z.infer<typeof message>): void {
    if (method === undefined) {
      this.#waiting.get(Number(id))?.(result)
      this.#waiting.delete(Number(id))
    } else if (id !== undefined) {
      // The server asks: settings are those it has by itself.
      const items = method === 'workspace/configuration' ? configuration.parse(params).items.map(() => null) : null
      this.#send({ jsonrpc: '2.0', id, result: items })
    }
  }
}
