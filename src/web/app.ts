import { randomUUID } from 'node:crypto'
import { constants } from 'node:zlib'
import fastifyCompress from '@fastify/compress'
import fastifyFormbody from '@fastify/formbody'
import fastifyRateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Logger } from '../platform/logger.js'
import { learnAllowedMethods } from './allowed-methods.js'
import type { AppDeps, AppSettings } from './app-deps.js'
import { answerBrokenRequest, handleErrors, handleUnroutable } from './error-handling.js'
import { EventStreams } from './event-streams.js'
import { readAssets } from './pages/assets.js'
import { makePages } from './pages/make-pages.js'
import { registerApiReference } from './routes/api-reference.js'
import { estimateRoutes } from './routes/estimate.js'
import { registerFormSubmit } from './routes/form-submit.js'
import { healthRoutes } from './routes/health.js'
import { jobActionRoutes } from './routes/job-actions.js'
import { jobEventRoutes } from './routes/job-events.js'
import { jobRoutes } from './routes/jobs.js'
import { collectMetrics, metricsRoute } from './routes/metrics.js'
import { queueRoutes } from './routes/queue.js'
import { describeApi, registerOpenApiRoute } from './routes/openapi.js'
import { originalDocsRoutes } from './routes/original-docs.js'
import { originalJobRoute } from './routes/original-job.js'
import { wikiPageRoutes } from './routes/wiki-pages.js'
import { wikiRoutes } from './routes/wikis.js'
import { makeHostGuard } from './security/host-guard.js'
import { checkPath } from './security/check-path.js'
import { makeOriginGuard } from './security/origin-guard.js'
import { addSecurityHeaders } from './security/security-headers.js'
import { makeSubmitLimit } from './security/submit-limit.js'
import type { WebPages } from './web-pages.js'

const bodyLimitBytes = 64 * 1024
/** Time for everything that is still being sent after the app was told to close. */
const closeGraceMs = 3_000

/** The HTTP side of the product, ready to listen. `close()` ends event streams at once and everything else within 3 s. */
export async function makeApp(deps: AppDeps, settings: AppSettings, pages: WebPages = makePages(deps, settings)): Promise<FastifyInstance> {
  const app = bareApp(settings, deps.logger)
  const streams = new EventStreams(deps)
  const allowedMethods = learnAllowedMethods(app)
  guard(app, settings)
  addSecurityHeaders(app)
  handleErrors(app, { logger: deps.logger, renderErrorPage: (problem) => pages.renderErrorPage(problem), allowedMethods })
  closeCleanly(app, streams)
  const registry = collectMetrics(app, deps.jobs, streams)
  await app.register(fastifyCompress, {
    encodings: ['br', 'gzip'],
    globalDecompression: false,
    threshold: 1024,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  })
  await app.register(fastifyRateLimit, { global: false })
  await describeApi(app, settings.version)
  const limit = makeSubmitLimit(app, settings.submitsPerMinute)

  const prefix = '/api'
  await app.register(jobRoutes({ ...deps, limit }), { prefix })
  await app.register(jobActionRoutes({ ...deps, limit }, settings), { prefix })
  await app.register(queueRoutes(deps, settings), { prefix })
  await app.register(jobEventRoutes(deps, streams), { prefix })
  await app.register(estimateRoutes(deps, limit), { prefix })
  await app.register(wikiRoutes(deps), { prefix })
  await app.register(wikiPageRoutes({ ...deps, limit }, settings), { prefix })
  await app.register(originalJobRoute(deps))
  await app.register(originalDocsRoutes({ ...deps, pages }))
  await app.register(healthRoutes(deps, settings))
  await app.register(metricsRoute(registry, deps.jobs, deps.spending))
  registerOpenApiRoute(app)
  registerApiReference(app, readAssets(settings.assetsFolder).url('theme.js'))
  // Only here are form bodies read: a form of another site cannot even be parsed by the API.
  await app.register(async (scope) => {
    await scope.register(fastifyFormbody, { bodyLimit: bodyLimitBytes })
    registerFormSubmit(scope, { ...deps, limit, pages }, settings)
    await pages.register(scope, limit)
  })
  await app.ready()
  return app
}

function bareApp(settings: AppSettings, logger: Logger): FastifyInstance {
  const app = Fastify({
    bodyLimit: bodyLimitBytes,
    trustProxy: settings.trustProxy,
    genReqId: () => randomUUID(),
    // A client that sends its headers or body drop by drop holds a connection no longer than this.
    requestTimeout: 30_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 },
    routerOptions: { maxParamLength: 2_048 },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error: FastifyError, request, reply) => handleUnroutable(error, request, reply, logger),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.removeContentTypeParser('text/plain')
  acceptEmptyJson(app)
  return app
}

/** Many clients announce JSON on every POST; without a body that means none was needed. */
function acceptEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, body.toString(), done)
  })
}

function guard(app: FastifyInstance, settings: AppSettings): void {
  const checkHost = makeHostGuard(settings)
  const checkOrigin = makeOriginGuard(settings)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    checkHost(request.headers.host)
    checkPath(request.url)
    checkOrigin(request.method, request.headers)
    done()
  })
}

/** `close()` alone would wait for ever: for event streams, and for clients that have stopped reading. */
function closeCleanly(app: FastifyInstance, streams: EventStreams): void {
  app.addHook('preClose', async () => {
    streams.close()
    setTimeout(() => app.server.closeAllConnections(), closeGraceMs).unref()
  })
}
