import { clockText, daysBetween, shanghai } from '../state/shanghai'
import { t, type Key } from './index'

const WEEKDAYS: Key[] = ['day.1', 'day.2', 'day.3', 'day.4', 'day.5', 'day.6', 'day.7']

export function weekdayText(time: number): string {
  return t(WEEKDAYS[shanghai(time).weekday - 1] ?? 'day.1')
}

/** "今天", "明天", or "11月24日 周二". */
export function dayText(time: number, now: number): string {
  const days = daysBetween(now, time)
  if (days === 0) return t('day.today')
  if (days === 1) return t('day.tomorrow')
  if (days === -1) return t('day.yesterday')
  return dateText(time)
}

/** "11月24日 周二" */
export function dateText(time: number): string {
  const { month, day } = shanghai(time)
  return t('day.date', { month, day, weekday: weekdayText(time) })
}

/** "10:20–11:00" */
export function slotText(startsAt: string, endsAt: string): string {
  return `${clockText(Date.parse(startsAt))}–${clockText(Date.parse(endsAt))}`
}

/** "3 分钟后", "2 小时 5 分钟后"; for words, not for counting down. */
export function inText(milliseconds: number): string {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000))
  if (minutes < 60) return t('in.minutes', { minutes })
  return t('in.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

/** "41 分钟"; "1 小时 20 分" */
export function lengthText(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1) return t('length.seconds', { seconds: Math.floor(seconds) })
  if (minutes < 60) return t('length.minutes', { minutes })
  return t('length.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}
