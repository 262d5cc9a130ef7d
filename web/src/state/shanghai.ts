/** Times as people read them: Asia/Shanghai, 24 hours, no daylight saving since 1991. Pure; milliseconds since 1970. */
export interface Moment { year: number; month: number; day: number; weekday: number; hour: number; minute: number; second: number }

const OFFSET = 8 * 3_600_000

/** `weekday` is 1 (Monday) to 7. */
export function shanghai(time: number): Moment {
  const date = new Date(time + OFFSET)
  return {
    year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), weekday: date.getUTCDay() || 7,
    hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds(),
  }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** "10:20" */
export function clockText(time: number): string {
  const { hour, minute } = shanghai(time)
  return `${two(hour)}:${two(minute)}`
}

/** "2026-11-24", the form that the API takes. */
export function isoDay(time: number): string {
  const { year, month, day } = shanghai(time)
  return `${year}-${two(month)}-${two(day)}`
}

/** Whole days from the day of `from` to the day of `to`. */
export function daysBetween(from: number, to: number): number {
  return Math.floor((to + OFFSET) / 86_400_000) - Math.floor((from + OFFSET) / 86_400_000)
}

/** "4:05" or "1:04:05"; seconds, never negative. */
export function spanText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}
