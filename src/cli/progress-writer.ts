import type { JobEvent } from '../jobs/job-event.js'

const barWidth = 24

/** A bar that redraws itself on a terminal, one plain line per change elsewhere. */
export function progressWriter(err: (text: string) => void, isTerminal: boolean): { event: (event: JobEvent) => void; end: () => void } {
  let drawn = false
  const clear = () => {
    if (drawn) err('\r\u001b[K')
    drawn = false
  }
  return {
    event: (event) => {
      const { percent } = event.progress
      if (!isTerminal) return err(`${String(percent).padStart(3)} %  ${oneLine(event.message)}\n`)
      clear()
      if (event.level !== 'info') err(`${event.level}: ${oneLine(event.message)}\n`)
      const filled = Math.round((percent / 100) * barWidth)
      const eta = event.progress.eta === undefined ? '' : `  ${event.progress.eta.seconds} s left`
      err(`${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${String(percent).padStart(3)} %  ${oneLine(event.message).slice(0, 80)}${eta}`)
      drawn = true
    },
    end: clear,
  }
}

/** Repository text must not move the cursor. */
const oneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
