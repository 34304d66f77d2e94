import { afterEach, beforeEach, describe } from 'vitest'
import { checkpointContract } from './checkpoint.js'
import { claimContract } from './claim.js'
import { fairnessContract } from './fairness.js'
import { feedContract } from './feed.js'
import { insertContract } from './insert.js'
import type { JobStoreWorld, MakeWorld } from './job-store-world.js'
import { leaseContract } from './lease.js'
import { modelContract } from './model.js'
import { publishContract } from './publish.js'
import { queryContract } from './query.js'
import { removeContract } from './remove.js'
import { reportContract } from './report.js'
import { settleContract } from './settle.js'
import { steerContract } from './steer.js'

export type World = () => JobStoreWorld

/** What every JobStore, CheckpointStore and ProgressFeed promises, split by operation. An adapter is finished when this passes. */
export function jobStoreContract(make: MakeWorld, settings: { readonly modelRuns?: number } = {}): void {
  let world: JobStoreWorld | undefined
  const current: World = () => {
    if (world === undefined) throw new Error('the world is made before each test')
    return world
  }
  beforeEach(async () => {
    world = await make()
  })
  afterEach(async () => world?.close())

  describe('insert', () => insertContract(current))
  describe('claim', () => claimContract(current))
  describe('fair queue', () => fairnessContract(current))
  describe('lease', () => leaseContract(current))
  describe('report', () => reportContract(current))
  describe('publish', () => publishContract(current))
  describe('settle', () => settleContract(current))
  describe('steer', () => steerContract(current))
  describe('query', () => queryContract(current))
  describe('remove', () => removeContract(current))
  describe('checkpoint', () => checkpointContract(current))
  describe('progress feed', () => feedContract(current))
  describe('model', () => modelContract(make, settings.modelRuns))
}
