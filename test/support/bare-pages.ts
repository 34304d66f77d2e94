import type { WebPages } from '../../src/web/web-pages.js'

/** Pages at their seam, as plain as can be: flows of the API look at what a page was given, not at how it is drawn. */
export const barePages: WebPages = {
  register: async (app) => {
    app.get('/', { schema: { hide: true } }, async (_request, reply) => reply.type('text/html; charset=utf-8').send('<!doctype html><title>Home</title>'))
  },
  renderHome: async ({ values, problem }) => `<!doctype html><title>Home</title><p>${escape(problem.detail)}</p><input value="${escape(values.repo_url)}">`,
  renderErrorPage: (problem) => `<!doctype html><title>${escape(problem.title)}</title><p>${escape(problem.detail)}</p>`,
  renderOriginalPage: async (_wiki, page) => `<!doctype html><title>${escape(page.title)}</title>${page.html}`,
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
