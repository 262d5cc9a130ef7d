import { describe, expect, test } from 'vitest'
import { Backoff } from '../../src/state/backoff'

describe('Backoff', () => {
  test('doubles up to its limit and stays there for ever', () => {
    const backoff = new Backoff(500, 4_000, () => 0.5)
    expect([1, 2, 3, 4, 5, 6].map(() => backoff.next())).toEqual([500, 1000, 2000, 4000, 4000, 4000])
    for (let i = 0; i < 2000; i++) backoff.next()
    expect(backoff.next()).toBe(4000)
  })

  test('spreads a hundred classrooms over half of the wait', () => {
    expect(new Backoff(1000, 8000, () => 0).next()).toBe(750)
    expect(new Backoff(1000, 8000, () => 0.999).next()).toBe(1250)
  })

  test('starts short again after a success', () => {
    const backoff = new Backoff(500, 4_000, () => 0.5)
    backoff.next()
    backoff.next()
    backoff.reset()
    expect(backoff.next()).toBe(500)
  })
})
