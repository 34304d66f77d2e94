import { descendantsOf, isAlive, type StartedProcess } from '../support/processes.js'

/** Whatever ran when something was killed; nothing of it may outlive the run. */
export class Witness {
  readonly #ancestors: () => readonly number[]
  readonly #seen = new Map<string, StartedProcess>()

  /** 0 stands for a process that is not there. */
  constructor(ancestors: () => readonly number[]) {
    this.#ancestors = ancestors
  }

  look(): void {
    for (const ancestor of this.#ancestors().filter((pid) => pid !== 0)) {
      for (const one of descendantsOf(ancestor)) this.#seen.set(`${one.pid} ${one.started}`, one)
    }
  }

  survivors(): readonly StartedProcess[] {
    return [...this.#seen.values()].filter(isAlive)
  }
}

/** Does something while these processes stand still. */
export async function frozen<T>(pids: readonly number[], work: () => Promise<T>): Promise<T> {
  const present = pids.filter((pid) => pid !== 0)
  for (const pid of present) signal(pid, 'SIGSTOP')
  try {
    return await work()
  } finally {
    for (const pid of present) signal(pid, 'SIGCONT')
  }
}

/** It may have ended a moment ago. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    return
  }
}
