import type { JobGap } from '../../jobs/job-status.js'
import { plural } from './words.js'

interface GapsProps {
  readonly gaps: readonly JobGap[]
  /** `/wiki/host/owner/name@commit`. */
  readonly base: string
}

/** What a completed wiki lacks and why: pages that are not there one by one, those that nobody explained by their reason. */
export function Gaps({ gaps, base }: GapsProps) {
  const missing = gaps.filter(({ unexplained }) => unexplained !== true)
  const reasons = new Map<string, JobGap[]>()
  for (const gap of gaps) if (gap.unexplained === true) reasons.set(gap.message, [...(reasons.get(gap.message) ?? []), gap])
  return (
    <>
      {missing.length > 0 && (
        <>
          <p>{plural(missing.length, 'page')} could not be published:</p>
          <ul>
            {missing.map((gap) => (
              <li key={gap.slug}>
                <a href={`${base}/${gap.slug}`}>{gap.title}</a>: {gap.message}
              </li>
            ))}
          </ul>
        </>
      )}
      {[...reasons].map(([message, ones]) => (
        <details key={message}>
          <summary>
            {plural(ones.length, 'page')} without an explanation, as the code alone gives {ones.length === 1 ? 'it' : 'them'}: {message}
          </summary>
          <ul>
            {ones.map((gap) => (
              <li key={gap.slug}>
                <a href={`${base}/${gap.slug}`}>{gap.title}</a>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </>
  )
}
