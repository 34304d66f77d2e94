/** What the issue asks for, beside what was measured. */
export interface Finding {
  readonly goal: string
  readonly figure: string
  readonly isMet: boolean
}

export function table(columns: readonly string[], rows: readonly (readonly string[])[]): void {
  for (const cells of [columns, columns.map(() => '---'), ...rows]) console.log(`| ${cells.join(' | ')} |`)
  console.log()
}

export const title = (text: string): void => console.log(`### ${text}\n`)

/** Where a run is, for who waits; not part of the report. */
export const progress = (text: string): void => console.error(`… ${text}`)

export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** Three digits that count. */
export const digits = (value: number): string => {
  if (!Number.isFinite(value)) return '–'
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export const times = (value: number): string => (Number.isFinite(value) ? `${digits(value)}×` : '–')
