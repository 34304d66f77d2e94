import type { FastifyInstance } from 'fastify'

/** Learns every route that is registered after the call, to tell a wrong method (405) from a wrong path (404). */
export function learnAllowedMethods(app: FastifyInstance): (path: string) => readonly string[] {
  const methodsByPattern = new Map<string, Set<string>>()
  const matchers = new Map<string, RegExp>()
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByPattern.get(url) ?? new Set()
    for (const one of Array.isArray(method) ? method : [method]) methods.add(one)
    methodsByPattern.set(url, methods)
    if (!matchers.has(url)) matchers.set(url, toMatcher(url))
  })
  return (path) => {
    const found = new Set<string>()
    for (const [pattern, matcher] of matchers) {
      if (matcher.test(path)) for (const method of methodsByPattern.get(pattern) ?? []) found.add(method)
    }
    return [...found].sort()
  }
}

/** `/api/jobs/:id` and `/assets/*` as the router reads them. */
function toMatcher(pattern: string): RegExp {
  const parts = pattern.split('/').map((part) => {
    if (part === '*') return '.*'
    return part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '.*')
  })
  return new RegExp(`^${parts.join('/')}$`)
}
