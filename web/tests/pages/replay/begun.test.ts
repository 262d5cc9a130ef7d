import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { begun, stop, stoppedAt } from '../../../src/pages/replay/begun'
import { person } from '../../../src/state/session'

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) })
  sit('lin')
})
afterEach(() => vi.unstubAllGlobals())

function sit(id: string) {
  person.value = { id, name: id, username: id, school: { id: 's', name: 's' }, roles: [] }
}

test('each person goes on where they stopped themselves', () => {
  stop('art', 600, 2400, false, 1)
  sit('he')
  expect(stoppedAt('art')).toBeNull()
  stop('art', 60, 2400, false, 2)
  sit('lin')
  expect(stoppedAt('art')).toBe(600)
})

test('what was seen to its end is no longer begun', () => {
  stop('art', 600, 2400, false, 1)
  stop('song', 30, 2400, false, 2)
  expect(begun().map(one => one.lesson)).toEqual(['song', 'art'])
  stop('art', 2395, 2400, false, 3)
  expect(begun().map(one => one.lesson)).toEqual(['song'])
})
