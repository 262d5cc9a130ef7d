import { afterEach, expect, test, vi } from 'vitest'
import { serverNow, synchronise } from '../../src/state/clock'

afterEach(() => {
  vi.useRealTimers()
  synchronise(new Date().toISOString())
})

test('a board whose clock is a day behind still shows the server\'s time', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-23T02:00:00Z') })
  synchronise('2026-11-24T02:20:00Z')
  vi.advanceTimersByTime(5_000)
  expect(new Date(serverNow()).toISOString()).toBe('2026-11-24T02:20:05.000Z')
})

test('nonsense leaves the clock as it was', () => {
  vi.useFakeTimers({ now: 1_000 })
  synchronise('1970-01-01T00:00:02Z')
  synchronise('soon')
  expect(serverNow()).toBe(2_000)
})
