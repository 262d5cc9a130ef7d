/** A school's calendar as teaching weeks, the way that schools print it. Pure. */
import type { SchoolDay } from '../../api/types'

export interface CalendarWeek { week: number; days: (SchoolDay | null)[] }

const DAY_MS = 86_400_000

/** Monday is 0. Dates have no zone here. */
const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

/** Rows of seven days from Monday on; days outside the term are null. */
export function teachingWeeks(days: readonly SchoolDay[]): CalendarWeek[] {
  const rows = new Map<string, CalendarWeek>()
  for (const day of days) {
    const weekday = weekdayOf(day.day)
    const monday = new Date(Date.parse(`${day.day}T00:00:00Z`) - weekday * DAY_MS).toISOString().slice(0, 10)
    let row = rows.get(monday)
    if (!row) rows.set(monday, row = { week: day.week, days: Array<SchoolDay | null>(7).fill(null) })
    row.days[weekday] = day
  }
  return [...rows.values()]
}

export type Tone = 'off' | 'makeup' | 'weekend' | 'plain'

export function toneOf(day: SchoolDay): Tone {
  if (day.make_up) return 'makeup'
  if (day.runs === null) return 'off'
  return weekdayOf(day.day) > 4 ? 'weekend' : 'plain'
}

/** "10月1日" of the first day of a month and of a row, else "2". */
export function shortDay(day: string, first: boolean): string {
  const [, month = 0, date = 0] = day.split('-').map(Number)
  return first || date === 1 ? `${month}/${date}` : String(date)
}

/** The term that holds a day, else the one that begins next, else the last one. */
export function termOf<T extends { first_day: string; last_day: string }>(terms: readonly T[], today: string): T | null {
  const sorted = [...terms].sort((one, other) => one.first_day.localeCompare(other.first_day))
  return sorted.find(term => term.last_day >= today) ?? sorted[sorted.length - 1] ?? null
}
