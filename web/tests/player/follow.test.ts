import { expect, test } from 'vitest'
import { CLOSE, correct, JUMP } from '../../src/player/follow'

test('a picture in step keeps the rate', () => {
  expect(correct(CLOSE / 2, 1.5)).toEqual({ seek: false, rate: 1.5 })
})

test('a picture ahead slows down, one behind speeds up, never by more than a fifth', () => {
  const rate = (drift: number, base: number) => {
    const change = correct(drift, base)
    return change.seek ? NaN : change.rate
  }
  expect(rate(0.05, 1)).toBeCloseTo(0.92)
  expect(rate(-0.05, 2)).toBeCloseTo(2.16)
  expect(rate(0.4, 1)).toBeCloseTo(0.8)
})

test('a picture far away seeks', () => {
  expect(correct(JUMP + 0.01, 1)).toEqual({ seek: true })
  expect(correct(-3, 1)).toEqual({ seek: true })
})

test('any start within reach is in step within two seconds, without swinging, at every speed', () => {
  for (const rate of [0.5, 1, 2]) {
    for (const start of [-0.45, -0.1, 0.03, 0.3, 0.45]) {
      let drift = start
      const ticks: number[] = []
      for (let tick = 0; tick < 60; tick++) {
        const change = correct(drift, rate)
        if (!change.seek) drift += (change.rate - rate) * 0.1
        ticks.push(Math.abs(drift))
      }
      expect(ticks.every((value, index) => index === 0 || value <= ticks[index - 1]! + 1e-9), `${rate}× from ${start}`).toBe(true)
      expect(ticks[rate === 0.5 ? 55 : 35]!).toBeLessThan(0.03)
    }
  }
})
