import { describe, expect, it } from 'vitest'
import { clockOf, snapped, stepped } from '../../../src/pages/school/carry'

const DATES = ['2026-11-23', '2026-11-24']

describe('a lesson that is carried over the week', () => {
  it('takes the start of a lesson that is near, and a step of five minutes elsewhere', () => {
    expect(snapped(488, [480, 540])).toBe(480)
    expect(snapped(493, [480, 540])).toBe(495)
    expect(snapped(492, [480, 540])).toBe(480)
    expect(snapped(613, [])).toBe(615)
  })

  it('is led by the arrows to another day or another time', () => {
    const place = { day: '2026-11-23', start: 480 }
    expect(stepped(place, 'ArrowRight', DATES, 480, 1020)).toEqual({ day: '2026-11-24', start: 480 })
    expect(stepped(place, 'ArrowDown', DATES, 480, 1020)).toEqual({ day: '2026-11-23', start: 485 })
  })

  it('does not leave the grid, and no other key moves it', () => {
    const place = { day: '2026-11-23', start: 480 }
    expect(stepped(place, 'ArrowLeft', DATES, 480, 1020)).toBeNull()
    expect(stepped(place, 'ArrowUp', DATES, 480, 1020)).toBeNull()
    expect(stepped(place, 'Tab', DATES, 480, 1020)).toBeNull()
  })

  it('shows minutes as a clock', () => {
    expect(clockOf(485)).toBe('08:05')
  })
})
