import type { JobEvent } from '../../jobs/job-event.js'

interface LogProps {
  readonly id: string
  readonly events: readonly JobEvent[]
  readonly whole: boolean
}

/** Numbered lines, each with its own address (`#E12`). */
export function JobLog({ id, events, whole }: LogProps) {
  const left = (events[0]?.sequence ?? 1) - 1
  return (
    <section aria-labelledby="log-title">
      <div class="titled">
        <h2 id="log-title">Log</h2>
        <p class="facts">
          {left > 0 && !whole && <a href={`/jobs/${id}?log=all#log-title`}>Show {left} earlier lines</a>}
          <a href={`/jobs/${id}/log.txt`}>Plain text</a>
        </p>
      </div>
      <ol class="log" tabindex={0} aria-label="Log of the job" data-log>
        {events.map((event) => (
          <li key={event.sequence} id={`E${event.sequence}`} class={event.level}>
            <a href={`#E${event.sequence}`} aria-label={`Line ${event.sequence}`}>
              {event.sequence}
            </a>
            <time dateTime={event.at.toISOString()} title={event.at.toISOString()}>
              {event.at.toISOString().slice(11, 19)}
            </time>
            <span>
              {event.level !== 'info' && <strong>{event.level === 'error' ? 'Error: ' : 'Warning: '}</strong>}
              {event.message}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The same lines for a file or a terminal. */
export const logAsText = (events: readonly JobEvent[]): string =>
  events.map((event) => `${event.sequence}\t${event.at.toISOString()}\t${event.level}\t${event.message}\n`).join('')
