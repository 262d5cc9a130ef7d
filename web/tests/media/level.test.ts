import { expect, test } from 'vitest'
import { loudness } from '../../src/media/level'

const tone = (amplitude: number) => Float32Array.from({ length: 1024 }, (_, i) => amplitude * Math.sin((i * 2 * Math.PI) / 64))

test('silence is 0, full scale is 1, and the steps between are decibels', () => {
  expect(loudness(tone(0))).toBe(0)
  expect(loudness(tone(Math.SQRT2))).toBe(1)
  const [half, quarter, eighth] = [0.5, 0.25, 0.125].map(amplitude => loudness(tone(amplitude)))
  expect(half! - quarter!).toBeCloseTo(quarter! - eighth!, 4)
  expect(half! - quarter!).toBeCloseTo(6.02 / 60, 3)
})
