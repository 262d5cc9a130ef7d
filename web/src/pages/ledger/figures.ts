/** What a report of the ledger says in a few figures and bars. Pure; times are seconds. */
import type { LedgerRow } from '../../api/types'
import { t } from '../../i18n'

export const GOAL_PERCENT = 95
export const BARS_MAX = 16

/** The server answers for a school year and its holidays at once. */
export const DAYS_MAX = 400

export interface Sums { lessons: number; held: number; planned: number; delivered: number; heldPercent: number; deliveredPercent: number; hours: number }

const percent = (part: number, whole: number): number => (whole ? Math.round((part / whole) * 1000) / 10 : 0)

export function sumsOf(rows: readonly LedgerRow[]): Sums {
  const sum = (pick: (row: LedgerRow) => number) => rows.reduce((total, row) => total + pick(row), 0)
  const [lessons, held, planned, delivered] = [sum(row => row.lessons), sum(row => row.held), sum(row => row.planned), sum(row => row.delivered)]
  return { lessons, held, planned, delivered, heldPercent: percent(held, lessons), deliveredPercent: percent(delivered, planned), hours: Math.round(sum(row => row.taught_hours ?? 0) * 10) / 10 }
}

/** What is wrong with a first and a last day ("2026-09-01"), in the name of its text; empty: nothing. */
export function spanProblem(first: string, last: string): '' | 'ledger.backwards' | 'ledger.tooLong' {
  const days = (Date.parse(last) - Date.parse(first)) / 86_400_000
  return days < 0 ? 'ledger.backwards' : days > DAYS_MAX ? 'ledger.tooLong' : ''
}

export type Verdict = 'good' | 'warn' | 'bad'

export const verdictOf = (heldPercent: number): Verdict => (heldPercent >= GOAL_PERCENT ? 'good' : heldPercent >= 80 ? 'warn' : 'bad')

/** Months in their order, everything else from the largest number of lessons down. */
export function barsOf(rows: readonly LedgerRow[], by: string): LedgerRow[] {
  const sorted = [...rows].sort((one, other) => (by === 'month' ? one.id.localeCompare(other.id) : other.lessons - one.lessons || one.name.localeCompare(other.name)))
  return by === 'month' ? sorted.slice(-BARS_MAX) : sorted.slice(0, BARS_MAX)
}

/** "12 小时 5 分" */
export function spentText(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? t('ledger.minutes', { minutes }) : t('ledger.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}
