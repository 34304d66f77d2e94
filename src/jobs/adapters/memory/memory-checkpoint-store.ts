import type { CheckpointStore } from '../../checkpoint-store.js'
import { heldRecord, type JobMemory } from './context.js'

export function memoryCheckpointStore(memory: JobMemory): CheckpointStore {
  return {
    get: async (jobId, step) => memory.checkpoints.get(jobId)?.get(step),
    put: async (lease, step, value) => {
      const record = heldRecord(memory, lease)
      if (record === undefined) return false
      const steps = memory.checkpoints.get(record.id) ?? new Map<string, string>()
      if (!steps.has(step)) memory.records.set(record.id, { ...record, crashes: 0 })
      memory.checkpoints.set(record.id, steps.set(step, value))
      return true
    },
  }
}
