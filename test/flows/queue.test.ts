import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryWakeUp } from '../../src/jobs/adapters/memory/memory-wake-up.js'
import { startApp, type RunningApp } from '../support/web-app.js'

let running: RunningApp
beforeEach(async () => {
  running = await startApp({ settings: { queueSize: 7 } })
})
afterEach(async () => running[Symbol.asyncDispose]())

const post = async (path: string, body?: object): Promise<Response> =>
  fetch(running.url + path, {
    method: 'POST',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })

describe('the queue', () => {
  it('is paused and resumed as a whole; jobs are accepted meanwhile and wait', async () => {
    expect(await (await post('/api/queue/pause')).json()).toEqual({ paused: true, queued: 0, processing: 0, limit: 7 })
    expect((await post('/api/jobs', { repo_url: 'a/b' })).status).toBe(202)
    expect(await running.jobs.claim({ workerId: 'w', leaseMs: 1_000, maxCrashes: 3 })).toBeUndefined()
    expect(await (await fetch(`${running.url}/api/queue`)).json()).toEqual({ paused: true, queued: 1, processing: 0, limit: 7 })
    expect(await (await post('/api/queue/resume')).json()).toMatchObject({ paused: false })
    expect(await running.jobs.claim({ workerId: 'w', leaseMs: 1_000, maxCrashes: 3 })).toBeDefined()
  })

  it('wakes the workers for what is submitted, and for a running job that is told to stop', async () => {
    const wakeUp = memoryWakeUp()
    const woken: string[] = []
    wakeUp.subscribe((reason) => void woken.push(reason))
    await running[Symbol.asyncDispose]()
    running = await startApp({ deps: { wakeUp } })
    await post('/api/jobs', { repo_url: 'a/b' })
    expect(woken).toEqual(['work'])
    const { job } = await running.claim()
    await post(`/api/jobs/${job.id}/pause`)
    await post(`/api/jobs/${job.id}/cancel`)
    expect(woken).toEqual(['work', 'steered', 'steered'])
  })

  it('tells its figures to Prometheus: what waits and runs, how long it took, how it ended, who was lost', async () => {
    const metric = async (name: string) => {
      const text = await (await fetch(`${running.url}/metrics`)).text()
      return Number(new RegExp(`^${name.replaceAll(/[{}"+]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1])
    }
    await post('/api/jobs', { repo_url: 'a/b' })
    await post('/api/jobs', { repo_url: 'a/c' })
    await post('/api/queue/pause')
    expect(await metric('codewiki_jobs{state="queued"}')).toBe(2)
    expect(await metric('codewiki_queue_paused')).toBe(1)
    await post('/api/queue/resume')

    const request = { workerId: 'w', leaseMs: 0, maxCrashes: 3 }
    await running.jobs.claim(request)
    const taken = await running.jobs.claim(request)
    if (taken === undefined) throw new Error('nothing was handed on')
    const stage = { progress: taken.job.progress, events: [] }
    await running.jobs.report(taken.lease, { ...stage, stage: 'cloning' })
    await running.jobs.report(taken.lease, { ...stage, stage: 'writing' })
    const done = { kind: 'completed', commitId: 'c'.repeat(40), wikiKey: 'k', fromCache: true, gaps: [], publication: undefined } as const
    expect(await running.jobs.settle(taken.lease, done)).toBe(true)

    expect(await metric('codewiki_queue_paused')).toBe(0)
    expect(await metric('codewiki_leases_lost_total')).toBe(1)
    expect(await metric('codewiki_job_outcomes_total{outcome="completed"}')).toBe(1)
    expect(await metric('codewiki_cache_lookups_total{result="hit"}')).toBe(1)
    expect(await metric('codewiki_job_wait_seconds_count')).toBe(1)
    expect(await metric('codewiki_job_run_seconds_bucket{le="+Inf"}')).toBe(1)
    expect(await metric('codewiki_job_stage_seconds_bucket{stage="cloning",le="14400"}')).toBe(1)
    expect(await metric('codewiki_job_stage_seconds_count{stage="writing"}')).toBe(1)
  })

  it('shows what a job has counted and spent', async () => {
    await post('/api/jobs', { repo_url: 'a/b' })
    const claim = await running.jobs.claim({ workerId: 'w', leaseMs: 60_000, maxCrashes: 3 })
    if (claim === undefined) throw new Error('nothing to claim')
    const spent = { calls: 2, inputTokens: 30, outputTokens: 4, costUsd: undefined }
    await running.jobs.report(claim.lease, { progress: claim.job.progress, events: [], counted: { bytesFetched: 9, filesParsed: 3 }, spent })
    const job = (await (await fetch(`${running.url}/api/jobs/${claim.job.id}`)).json()) as Record<string, unknown>
    expect(job['figures']).toEqual({
      bytes_fetched: 9,
      files_parsed: 3,
      pages_written: 0,
      model_calls: 2,
      input_tokens: 30,
      output_tokens: 4,
      cost_usd: null,
      estimate: null,
      cap: null,
    })
  })
})
