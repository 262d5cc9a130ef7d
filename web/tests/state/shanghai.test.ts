import { describe, expect, test } from 'vitest'
import { clockText, daysBetween, isoDay, shanghai, spanText } from '../../src/state/shanghai'

const at = (iso: string) => Date.parse(iso)

describe('Shanghai time', () => {
  test('is eight hours ahead, across midnight and new year', () => {
    expect(shanghai(at('2026-12-31T16:05:09Z'))).toEqual({ year: 2027, month: 1, day: 1, weekday: 5, hour: 0, minute: 5, second: 9 })
  })

  test('counts Sunday as the seventh day', () => {
    expect(shanghai(at('2026-11-29T04:00:00Z')).weekday).toBe(7)
    expect(shanghai(at('2026-11-30T04:00:00Z')).weekday).toBe(1)
  })

  test('does not depend on the time zone of the machine', () => {
    expect(clockText(at('2026-11-24T02:20:00Z'))).toBe('10:20')
    expect(isoDay(at('2026-11-24T15:59:59Z'))).toBe('2026-11-24')
    expect(isoDay(at('2026-11-24T16:00:00Z'))).toBe('2026-11-25')
  })

  test('counts days by the wall calendar, not by 24 hours', () => {
    expect(daysBetween(at('2026-11-24T15:59:00Z'), at('2026-11-24T16:01:00Z'))).toBe(1)
    expect(daysBetween(at('2026-11-24T00:00:00Z'), at('2026-11-24T15:00:00Z'))).toBe(0)
    expect(daysBetween(at('2026-11-24T00:00:00Z'), at('2026-11-23T00:00:00Z'))).toBe(-1)
  })
})

test('spans show hours only when there are any, and never a minus', () => {
  expect([0, 59.9, 60, 3599, 3600, 86399, -5].map(spanText)).toEqual(['0:00', '0:59', '1:00', '59:59', '1:00:00', '23:59:59', '0:00'])
})
