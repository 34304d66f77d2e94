import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

interface Place {
  readonly store: 'sqlite' | 'postgres'
  /** A file, or JSON of an address and schema. */
  readonly place: string
}

const script = fileURLToPath(new URL('./children/spend.mjs', import.meta.url))

/** Lets processes reserve and settle until they are refused; returns the sum of what they hold by their own count. */
export async function spendFromProcesses({ store, place, processes, capTokens }: Place & { readonly processes: number; readonly capTokens: number }): Promise<number> {
  const sums = await Promise.all(
    Array.from({ length: processes }, async (_, at) => {
      const child = spawn(process.execPath, [script, store, place, `job-${at}`, String(capTokens)], { stdio: ['ignore', 'pipe', 'inherit'] })
      let printed = ''
      child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
      await once(child, 'close')
      return Number(printed.trim().split('\n').at(-1))
    }),
  )
  return sums.reduce((sum, held) => sum + held, 0)
}

/** Kills a process amid its reservations, none of which it settles; returns what it was told that it holds. */
export async function killWhileSpending({ store, place }: Place): Promise<number> {
  const child = spawn(process.execPath, [script, store, place, 'job-killed', 'endless'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.split('\n').length > 30) resolve()
    })
  })
  child.kill('SIGKILL')
  await once(child, 'close')
  return Number(printed.slice(0, printed.lastIndexOf('\n')).trim().split('\n').at(-1))
}
