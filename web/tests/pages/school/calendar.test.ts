import { expect, test } from 'vitest'
import type { SchoolDay } from '../../../src/api/types'
import { shortDay, teachingWeeks, termOf, toneOf } from '../../../src/pages/school/calendar'

const day = (text: string, week: number, values: Partial<SchoolDay> = {}): SchoolDay => ({ day: text, term_id: 't', week, runs: 1, make_up: false, reason: '', level: null, bells_id: null, ...values })

test('days stand under their weekday, also where the term begins in mid-week', () => {
  // 2026-10-01 is a Thursday.
  const weeks = teachingWeeks([day('2026-10-01', 5), day('2026-10-04', 5), day('2026-10-05', 6)])
  expect(weeks.map(row => row.week)).toEqual([5, 6])
  expect(weeks[0]?.days.map(one => one?.day ?? null)).toEqual([null, null, null, '2026-10-01', null, null, '2026-10-04'])
  expect(weeks[1]?.days[0]?.day).toBe('2026-10-05')
})

test('a day off, a make-up Saturday and an ordinary one look different', () => {
  expect(toneOf(day('2026-10-01', 5, { runs: null }))).toBe('off')
  expect(toneOf(day('2026-10-10', 6, { make_up: true }))).toBe('makeup')
  expect(toneOf(day('2026-10-17', 7, { runs: 6 }))).toBe('weekend')
  expect(toneOf(day('2026-10-16', 7))).toBe('plain')
})

test('the month is told once', () => {
  expect([shortDay('2026-10-05', true), shortDay('2026-10-06', false), shortDay('2026-11-01', false)]).toEqual(['10/5', '6', '11/1'])
})

test('the term that is on, else the next one, else the last one', () => {
  const terms = [{ id: 'spring', first_day: '2027-03-01', last_day: '2027-07-09' }, { id: 'autumn', first_day: '2026-08-31', last_day: '2027-01-22' }]
  expect(termOf(terms, '2026-11-24')?.id).toBe('autumn')
  expect(termOf(terms, '2027-02-10')?.id).toBe('spring')
  expect(termOf(terms, '2028-01-01')?.id).toBe('spring')
  expect(termOf([], '2026-11-24')).toBeNull()
})
