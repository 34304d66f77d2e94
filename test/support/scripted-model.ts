import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How the scripted model answers from now on. Without anything: at once, well, and equally for equal prompts. */
export interface ModelBehaviour {
  /** For this many calls; afterwards it is its good self again. */
  readonly times?: number
  /** Only after this many further calls. */
  readonly after?: number
  /** Only calls to this model. */
  readonly model?: string
  readonly delayMs?: number
  /** Writes its answer in pieces of four tokens, so long for each token. */
  readonly msPerToken?: number
  /** Takes the call and never answers. */
  readonly hang?: boolean
  /** Says no more after so many pieces of the stream, and stays on the line. */
  readonly silentAfter?: number
  readonly status?: number
  /** The error's code word. */
  readonly code?: string
  /** The error's text; without one it repeats the key. */
  readonly message?: string
  readonly location?: string
  readonly retryAfter?: number | string
  /** Further ones, of an error. */
  readonly headers?: Readonly<Record<string, string>>
  /** Refuses, as that provider does, what holds more tokens. */
  readonly contextTokens?: number
  /** Names of the request body that it does not know: `temperature`. */
  readonly refuses?: readonly string[]
  readonly body?: 'cut' | 'invalid-json' | 'empty' | 'huge'
  /** Stops in the middle, or would rather not answer. */
  readonly finish?: 'length' | 'refusal'
  /** Tells no token counts. */
  readonly usage?: 'none'
  /** Calls the first tool that it is offered, once, with an input that its schema asks for. It also does when the prompt says "Call the tool `x`". */
  readonly tools?: boolean
  /** Calls a tool that there is not, with half an input. */
  readonly call?: 'wrong'
  /** What it says when it is asked which modules to merge and split, whatever the call's number; without it, that all is well. */
  readonly division?: string | ModuleDivision
  /** Adds what a careless or hostile model writes. */
  readonly answer?: 'unknown-ids' | 'invented-symbol' | 'invented-citation' | 'broken-diagram' | 'html' | 'links' | 'headings' | 'uncited' | 'obeys' | 'everything'
  /** Says nothing good beside it. */
  readonly nothingGood?: boolean
  /** Does better when asked to fix it. */
  readonly repairs?: boolean
}

export interface ModuleDivision {
  readonly merge: readonly { readonly ids: readonly string[]; readonly why: string }[]
  readonly split: readonly { readonly id: string; readonly groups: readonly { readonly title: string; readonly files: readonly string[] }[] }[]
}

export interface ModelCall {
  /** `answered`: the whole answer is on its way, so the call is paid. */
  readonly event: 'asked' | 'answered'
  readonly call: number
  /** sha256 of model, system and prompt. */
  readonly prompt: string
  readonly model: string
  /** sha256 of the key that came with it. */
  readonly key: string
  /** Wall clock, in milliseconds. */
  readonly at: number
}

/** An endpoint in OpenAI's and in Anthropic's way, in a process of its own, on loopback. Other processes use it by `url`. */
export class ScriptedModel {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
  }

  /** `record`: a file that gets a line for each call, fsynced. */
  static async start(options: { readonly record?: string; readonly behaviour?: ModelBehaviour } = {}): Promise<ScriptedModel> {
    // From the root, which is two folders up from the bundles of `bench` as well.
    const entry = fileURLToPath(new URL('../../test/support/children/scripted-model.mjs', import.meta.url))
    const record = options.record === undefined ? [] : ['--record', options.record]
    const child = fork(entry, [...record, '--behave', JSON.stringify(options.behaviour ?? {})], { silent: true })
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()))
      child.once('exit', (code) => reject(new Error(`the scripted model ended with ${code}`)))
    })
    return new ScriptedModel(child, (JSON.parse(line) as { url: string }).url)
  }

  async behave(behaviour: ModelBehaviour): Promise<void> {
    await fetch(new URL('/behave', this.url), { method: 'POST', body: JSON.stringify(behaviour) })
  }

  async calls(event: ModelCall['event'] = 'asked'): Promise<readonly ModelCall[]> {
    const all = (await (await fetch(new URL('/calls', this.url))).json()) as ModelCall[]
    return all.filter((call) => call.event === event)
  }

  /** Prompts whose answer was given more than once: paid twice. */
  async boughtTwice(): Promise<readonly string[]> {
    const seen = new Set<string>()
    return (await this.calls('answered')).map(({ prompt }) => prompt).filter((prompt) => seen.size === seen.add(prompt).size)
  }

  async prompt(call: number): Promise<{ readonly system: string; readonly prompt: string }> {
    return (await (await fetch(new URL(`/prompts/${call}`, this.url))).json()) as { system: string; prompt: string }
  }

  /** The newest request, as it came. */
  async lastRequest(): Promise<{ readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body: Readonly<Record<string, unknown>> }> {
    const { length } = await this.calls()
    return (await (await fetch(new URL(`/bodies/${length}`, this.url))).json()) as { path: string; headers: Record<string, string>; body: Record<string, unknown> }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGTERM')
    await ended
  }
}
