import type { JobEvent } from '../jobs/job-event.js'
import type { JobProgress } from '../jobs/job-status.js'

const barWidth = 24

export interface ProgressWriter {
  readonly event: (event: JobEvent) => void
  /** How far the job is between two events: only a bar shows that. */
  readonly progress: (progress: JobProgress) => void
  readonly end: () => void
}

/** A bar that redraws itself on a terminal, one plain line per change elsewhere. */
export function progressWriter(err: (text: string) => void, isTerminal: boolean): ProgressWriter {
  let drawn = false
  const clear = () => {
    if (drawn) err('\r\u001b[K')
    drawn = false
  }
  const draw = ({ percent, eta }: JobProgress, message: string) => {
    const filled = Math.round((percent / 100) * barWidth)
    const left = eta === undefined ? '' : `  ${eta.seconds} s left`
    err(`${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${String(percent).padStart(3)} %  ${oneLine(message).slice(0, 80)}${left}`)
    drawn = true
  }
  return {
    event: (event) => {
      if (!isTerminal) return err(`${String(event.progress.percent).padStart(3)} %  ${oneLine(event.message)}\n`)
      clear()
      if (event.level !== 'info') err(`${event.level}: ${oneLine(event.message)}\n`)
      draw(event.progress, event.message)
    },
    progress: (progress) => {
      if (!isTerminal) return
      clear()
      draw(progress, progress.message)
    },
    end: clear,
  }
}

/** Repository text must not move the cursor. */
const oneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
