import { expect, test } from 'vitest'
import type { WeekLesson } from '../../../src/api/types'
import { blocksOf, datesFrom, hoursOf, momentOf } from '../../../src/pages/school/week'

/** Clocks are Asia/Shanghai's. */
const at = (day: string, clock: string) => new Date(`${day}T${clock}:00+08:00`).toISOString()
const lesson = (id: string, from: string, to: string, day = '2026-11-24') => ({ lesson: { id, starts_at: at(day, from), ends_at: at(day, to) }, changeable: true }) as unknown as WeekLesson
const laid = (...items: WeekLesson[]) => blocksOf(items, '2026-11-24').map(one => [one.item.lesson.id, one.lane, one.lanes])

test('a week is seven dates, also over the turn of the year', () => {
  expect(datesFrom('2026-12-28')).toEqual(['2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02', '2027-01-03'])
})

test('the grid shows a school day, and more where lessons need it', () => {
  expect(hoursOf([])).toEqual({ first: 8, last: 17 })
  expect(hoursOf([lesson('a', '07:40', '08:20'), lesson('b', '19:00', '19:40')])).toEqual({ first: 7, last: 20 })
})

test('lessons that follow each other have the whole width, also back to back', () => {
  expect(laid(lesson('b', '09:10', '09:50'), lesson('a', '08:30', '09:10'))).toEqual([['a', 0, 1], ['b', 0, 1]])
})

test('lessons of the same minutes share it, and a lane is used again', () => {
  expect(laid(lesson('a', '08:30', '09:10'), lesson('b', '08:50', '09:30'), lesson('c', '09:10', '09:50'), lesson('d', '10:00', '10:40'))).toEqual([['a', 0, 2], ['b', 1, 2], ['c', 0, 2], ['d', 0, 1]])
})

test('a lesson belongs to the day that it is in Shanghai', () => {
  const early = lesson('a', '06:30', '07:10')
  expect(early.lesson.starts_at.slice(0, 10)).toBe('2026-11-23')
  expect(laid(early, lesson('b', '08:00', '08:40', '2026-11-25'))).toEqual([['a', 0, 1]])
})

test('a date and a clock are a moment, half of them is none', () => {
  expect(momentOf('2026-11-24', '08:00')).toBe('2026-11-24T00:00:00.000Z')
  expect(momentOf('2026-11-24', '')).toBeNull()
  expect(momentOf('', '08:00')).toBeNull()
})
