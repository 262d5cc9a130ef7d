import { expect, test } from 'vitest'
import { RHYTHM, rise } from '../../src/media/echo'

test('a tone that is heard in its rhythm stands out', () => {
  expect(rise(RHYTHM, RHYTHM.map(on => (on ? -40 : -80)))).toBe(40)
})

test('a noise that does not follow the rhythm does not, nor does a beep each second', () => {
  expect(rise(RHYTHM, RHYTHM.map(() => -50))).toBe(0)
  expect(Math.abs(rise(RHYTHM, RHYTHM.map((_, index) => (index % 4 === 0 ? -20 : -90))))).toBeLessThan(10)
})

test('silence is no echo', () => {
  expect(rise(RHYTHM, RHYTHM.map(() => -Infinity))).toBe(0)
})

test('the rhythm is on as often as off', () => {
  expect(RHYTHM.filter(Boolean).length * 2).toBe(RHYTHM.length)
})
