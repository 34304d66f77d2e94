import * as z from 'zod'

const fieldError = z.object({ in: z.enum(['body', 'query', 'path', 'header']), pointer: z.string(), detail: z.string() })

/** The schema of `Problem` (http-errors.ts), for the OpenAPI document. */
const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('For people; do not parse.'),
    instance: z.string(),
    code: z.string().describe('Stable: `jobs/queue-full`.'),
    advice: z.string().optional().describe('What to do about it.'),
    request_id: z.string(),
    retry_after: z.number().optional().describe('Seconds.'),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    errors: z.array(fieldError).optional().describe('What is wrong with which field.'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' })

const meanings = {
  404: 'There is no such thing.',
  406: 'None of the accepted media types can be given.',
  409: 'The present state forbids it.',
  422: 'The request does not fit, or names something that can never work.',
  429: 'Too many requests; see Retry-After.',
  503: 'The queue is full; see Retry-After and `details`.',
} as const

type ProblemStatus = keyof typeof meanings

interface ProblemAnswer {
  readonly description: string
  readonly content: { readonly 'application/problem+json': { readonly schema: typeof problemSchema } }
}

/** The error answers of a route, for its `response` schemas. */
export function problems<Status extends ProblemStatus>(...statuses: readonly Status[]): Record<Status, ProblemAnswer> {
  const answers = statuses.map((status) => [
    status,
    { description: meanings[status], content: { 'application/problem+json': { schema: problemSchema } } },
  ])
  return Object.fromEntries(answers) as Record<Status, ProblemAnswer>
}
