/** Bells as lines that people write: "08:30-09:10", one period a line. Pure. */
import type { Period } from '../../api/types'

const two = (value: number): string => String(value).padStart(2, '0')

/** "08:20" of 500. */
export const clockOf = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`

export const linesOf = (periods: readonly Period[]): string => periods.map(one => `${clockOf(one.start_minute)}-${clockOf(one.end_minute)}`).join('\n')

/** The periods of some lines, or the number of the first line (from 1) that cannot be read or does not follow the one before. */
export function periodsOf(text: string): Period[] | number {
  const found: Period[] = []
  let last = 0
  const lines = text.split('\n').map(line => line.trim()).filter(Boolean)
  for (const [index, line] of lines.entries()) {
    const parts = /^(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})$/.exec(line)
    if (!parts) return index + 1
    const [hour = 0, minute = 0, endHour = 0, endMinute = 0] = parts.slice(1).map(Number)
    const start = hour * 60 + minute
    const end = endHour * 60 + endMinute
    if (minute > 59 || endMinute > 59 || start < last || start >= end || end > 1440) return index + 1
    found.push({ number: index + 1, start_minute: start, end_minute: end })
    last = end
  }
  return found.length ? found : 1
}
