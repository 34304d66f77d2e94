import type { FastifyInstance } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { SpendingBook } from '../../documentation/spending-book.js'
import type { JobStore } from '../../jobs/job-store.js'
import type { EventStreams } from '../event-streams.js'
import { spendingMetrics } from './spending-metrics.js'
import { tallyMetrics } from './tally-metrics.js'

/** Counts from here on; registers no route, so that it also sees the routes of others. */
export function collectMetrics(app: FastifyInstance, jobs: JobStore, streams: EventStreams): Registry {
  const registry = new Registry()
  // Every sample wakes an idle server.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 })
  new Gauge({
    name: 'codewiki_queue_paused',
    help: '1 while the whole queue is paused',
    registers: [registry],
    async collect() {
      this.set((await jobs.figures()).paused ? 1 : 0)
    },
  })
  new Gauge({
    name: 'codewiki_jobs',
    help: 'Jobs on record by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const { paused: _paused, ...byState } = await jobs.figures()
      for (const [state, count] of Object.entries(byState)) this.set({ state }, count)
    },
  })
  new Gauge({
    name: 'codewiki_event_streams',
    help: 'Event streams that are open',
    registers: [registry],
    collect() {
      this.set(streams.count)
    },
  })
  const durations = new Histogram({
    name: 'codewiki_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer; event streams last as long as their reader stays',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  })
  app.addHook('onResponse', (request, reply, done) => {
    // The pattern, not the path: a label per repository would grow without end.
    const route = request.routeOptions.url ?? 'none'
    durations.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
    done()
  })
  return registry
}

export function metricsRoute(registry: Registry, jobs: JobStore, spending: Pick<SpendingBook, 'totals'>): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/metrics', { schema: { tags: ['Operation'], summary: 'Prometheus metrics' } }, async (_request, reply) => {
      const text = (await registry.metrics()) + tallyMetrics(await jobs.tallies()) + spendingMetrics(await spending.totals())
      return reply.type(registry.contentType).header('cache-control', 'no-store').send(text)
    })
  }
}
