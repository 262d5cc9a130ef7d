import { expect, test } from 'vitest'
import type { Lesson } from '../../../src/api/types'
import { currentLesson, isMine, lookAt } from '../../../src/pages/studio/agenda'

const now = Date.parse('2026-11-24T02:20:00Z')
const lesson = (id: string, state: Lesson['state'], minutes: number, teacher = 'me', can: Lesson['can'] = []) =>
  ({ id, state, can, teacher: { id: teacher, name: '' }, starts_at: new Date(now + minutes * 60_000).toISOString(), ends_at: new Date(now + (minutes + 40) * 60_000).toISOString() }) as Lesson

test('the running lesson of one\'s own comes first, whoever else is on air', () => {
  expect(currentLesson([lesson('a', 'live', -30, 'other'), lesson('b', 'live', -10), lesson('c', 'open', 5)], now, 'me')?.id).toBe('b')
  expect(currentLesson([lesson('a', 'live', -30, 'other'), lesson('c', 'open', 5)], now, 'me')?.id).toBe('c')
})

test('else the room that is open, else the next', () => {
  expect(currentLesson([lesson('p', 'planned', -20), lesson('o', 'open', 5)], now, 'me')?.id).toBe('o')
  expect(currentLesson([lesson('q', 'planned', 120), lesson('p', 'planned', 60)], now, 'me')?.id).toBe('p')
})

test('nothing when all is over, or none is one\'s own', () => {
  expect(currentLesson([lesson('a', 'ended', -90), lesson('b', 'planned', -60), lesson('c', 'cancelled', 10)], now, 'me')).toBeNull()
  expect(currentLesson([lesson('a', 'live', -10, 'other')], now, 'me')).toBeNull()
})

test('an administrator who may end a lesson does not teach it, and sees it on the overview', () => {
  const others = lesson('a', 'live', 0, 'other', ['start', 'end'])
  expect(isMine(others, 'admin')).toBe(false)
  expect(lookAt(others, ['administrator'])).toBe('/overview/lesson/a')
  expect(lookAt(others, ['coordinator', 'teacher'])).toBe('/overview/lesson/a')
  expect(lookAt(others, ['hub_teacher', 'teacher'])).toBeNull()
})
