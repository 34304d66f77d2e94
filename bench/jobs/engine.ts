/** A queue as every contender has it, down to what all of them share. A scenario drives this and knows nobody's name. */
export interface Contender {
  readonly name: string
  /** What a commit survives, and what else a reader must know to compare. */
  readonly conditions: string
  open(): Promise<OpenQueue>
}

export interface OpenQueue {
  /** One job in a transaction of its own; durable when it resolves. */
  enqueue(id: number): Promise<void>
  /** Starts to take jobs; `done` is called when one was run, before the queue has noted it. */
  work(concurrency: number, done: (id: number) => void): Promise<void>
  /** Jobs that the queue has not noted as done. */
  open(): Promise<number>
  close(): Promise<void>
}
