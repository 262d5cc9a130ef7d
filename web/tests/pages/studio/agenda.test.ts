import { expect, test } from 'vitest'
import type { Lesson } from '../../../src/api/types'
import { currentLesson } from '../../../src/pages/studio/agenda'

const now = Date.parse('2026-11-24T02:20:00Z')
const lesson = (id: string, state: Lesson['state'], minutes: number, can: Lesson['can'] = []) =>
  ({ id, state, can, starts_at: new Date(now + minutes * 60_000).toISOString(), ends_at: new Date(now + (minutes + 40) * 60_000).toISOString() }) as Lesson

test('the running lesson comes first, one\'s own before others', () => {
  expect(currentLesson([lesson('a', 'live', -30), lesson('b', 'live', -10, ['end']), lesson('c', 'open', 5, ['start'])], now)?.id).toBe('b')
  expect(currentLesson([lesson('a', 'live', -30), lesson('c', 'open', 5, ['start'])], now)?.id).toBe('a')
})

test('else the one that may be started, else the next', () => {
  expect(currentLesson([lesson('p', 'planned', -20), lesson('o', 'open', 5, ['start'])], now)?.id).toBe('o')
  expect(currentLesson([lesson('q', 'planned', 120), lesson('p', 'planned', 60)], now)?.id).toBe('p')
})

test('nothing when all is over', () => {
  expect(currentLesson([lesson('a', 'ended', -90), lesson('b', 'planned', -60), lesson('c', 'cancelled', 10)], now)).toBeNull()
})
