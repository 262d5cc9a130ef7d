/** A week of dated lessons on a grid of real minutes: where each block lies. Pure. */
import type { WeekLesson } from '../../api/types'
import { isoDay, shanghai } from '../../state/shanghai'

export interface Block { item: WeekLesson; start: number; end: number; lane: number; lanes: number }
export interface Hours { first: number; last: number }

const DAY_MS = 86_400_000
const minuteOf = (moment: string): number => {
  const { hour, minute } = shanghai(Date.parse(moment))
  return hour * 60 + minute
}

/** `days` dates from a Monday on, as the API writes them. */
export function datesFrom(monday: string, days = 7): string[] {
  const start = Date.parse(`${monday}T00:00:00Z`)
  return Array.from({ length: days }, (_, index) => new Date(start + index * DAY_MS).toISOString().slice(0, 10))
}

/** Whole hours that hold every lesson, at least 8 to 17. */
export function hoursOf(items: readonly WeekLesson[]): Hours {
  const starts = items.map(one => Math.floor(minuteOf(one.lesson.starts_at) / 60))
  const ends = items.map(one => Math.ceil(minuteOf(one.lesson.ends_at) / 60) || 24)
  return { first: Math.min(8, ...starts), last: Math.max(17, ...ends) }
}

/** The lessons of a date, each in a lane of its own while it overlaps others. Minutes of the day. */
export function blocksOf(items: readonly WeekLesson[], day: string): Block[] {
  const found = items
    .filter(one => isoDay(Date.parse(one.lesson.starts_at)) === day)
    .map(item => ({ item, start: minuteOf(item.lesson.starts_at), end: minuteOf(item.lesson.ends_at) || 1440, lane: 0, lanes: 1 }))
    .sort((one, other) => one.start - other.start || one.end - other.end)
  let group: Block[] = []
  let until = -1
  const close = () => {
    const lanes = Math.max(1, ...group.map(one => one.lane + 1))
    for (const one of group) one.lanes = lanes
    group = []
  }
  for (const block of found) {
    if (block.start >= until) close()
    const taken = new Set(group.filter(one => one.end > block.start).map(one => one.lane))
    while (taken.has(block.lane)) block.lane++
    group.push(block)
    until = Math.max(until, block.end)
  }
  close()
  return found
}

/** The moment of a date and a clock in Asia/Shanghai, in UTC as the API takes it; null where one of them is no time. */
export function momentOf(day: string, clock: string): string | null {
  const time = Date.parse(`${day}T${clock}:00+08:00`)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
