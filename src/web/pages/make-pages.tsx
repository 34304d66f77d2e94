import type { AppDeps, AppSettings } from '../app-deps.js'
import type { HomeState, WebPages } from '../web-pages.js'
import { readAssets } from './assets.js'
import { ErrorPage } from './error-page.js'
import { registerDrawingFrame } from './drawing-frame.js'
import { HomePage } from './home-page.js'
import { registerJobPages } from './job-routes.js'
import { toDocument } from './layout.js'
import { PageBody } from './page-body.js'
import { registerPriceRoutes } from './price-routes.js'
import { registerWikiPages } from './wiki-routes.js'
import { registerAssets } from './register-assets.js'
import { WikisPage } from './wikis-page.js'

const jobsPerPage = 25

/** Everything that people see, rendered on the server; it reads and submits without scripts. */
export function makePages(deps: AppDeps, settings: AppSettings): WebPages {
  const assets = readAssets(settings.assetsFolder)

  async function renderHome(state: HomeState | undefined, cursor?: string): Promise<string> {
    const { jobs, nextCursor } = await deps.jobs.list({ limit: jobsPerPage, cursor })
    const props = {
      jobs,
      nextCursor,
      older: cursor !== undefined,
      now: deps.clock.now(),
      state,
      exampleRepository: settings.exampleRepository,
      model: settings.model,
    }
    return toDocument({ title: 'CodeWiki', assets, section: 'jobs', children: <HomePage {...props} /> })
  }

  return {
    renderHome,
    renderErrorPage: (problem) =>
      toDocument({ title: `${problem.title} – CodeWiki`, assets, icon: 'bad', children: <ErrorPage problem={problem} /> }),
    renderOriginalPage: async (_wiki, page) => {
      // Read below another base: links go to files there.
      const html = page.html.replaceAll(/href="([a-z0-9-]+)(#[^"]*)?"/g, 'href="$1.md$2"')
      const linked = { ...page, html, breadcrumbs: [], previous: undefined, next: undefined }
      const children = (
        <main id="main" class="page" tabindex={-1}>
          <PageBody page={linked} base="." />
        </main>
      )
      return toDocument({ title: page.title, assets, children })
    },
    register: async (app, limit) => {
      await registerAssets(app, settings.assetsFolder)
      app.get<{ Querystring: { cursor?: string } }>('/', { schema: { hide: true } }, async (request, reply) => {
        return reply
          .type('text/html; charset=utf-8')
          .header('cache-control', 'no-store')
          .send(await renderHome(undefined, request.query.cursor))
      })
      app.get('/wikis', { schema: { hide: true } }, async (_request, reply) => {
        const children = <WikisPage wikis={await deps.library.list()} now={deps.clock.now()} />
        return reply.type('text/html; charset=utf-8').send(toDocument({ title: 'Wikis – CodeWiki', assets, section: 'wikis', children }))
      })
      registerDrawingFrame(app, assets)
      registerJobPages(app, { ...deps, limit }, { queueSize: settings.queueSize, assets, model: settings.model })
      registerPriceRoutes(app, { ...deps, limit })
      registerWikiPages(app, { ...deps, limit, queueSize: settings.queueSize }, { assets, model: settings.model })
    },
  }
}
