import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hedged } from '../../src/state/hedge'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

const LIMITS = { everyMs: 1_000, lifeMs: 3_000, tries: 5 }

/** Questions that hang until the test answers them, or until they are aborted. */
class Line {
  asked: { answer(text: string): void; fail(error: Error): void; signal: AbortSignal }[] = []
  ask = (signal: AbortSignal) => new Promise<string>((answer, fail) => {
    signal.addEventListener('abort', () => fail(new Error('aborted')))
    this.asked.push({ answer, fail, signal })
  })
}

test('a quick answer is asked for once', async () => {
  const line = new Line()
  const got = hedged(line.ask, LIMITS)
  line.asked[0]?.answer('yes')
  expect(await got).toBe('yes')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(line.asked).toHaveLength(1)
})

test('the first of several answers counts, and the others are let go of', async () => {
  const line = new Line()
  const got = hedged(line.ask, LIMITS)
  await vi.advanceTimersByTimeAsync(2_500)
  expect(line.asked).toHaveLength(3)
  line.asked[2]?.answer('new')
  expect(await got).toBe('new')
  expect(line.asked[0]?.signal.aborted).toBe(true)
  expect(line.asked[1]?.signal.aborted).toBe(true)
})

test('no more stand at a time than their life allows', async () => {
  const line = new Line()
  const got = hedged(line.ask, LIMITS).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(3_500)
  expect(line.asked.filter(one => !one.signal.aborted)).toHaveLength(3)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(line.asked).toHaveLength(5)
  expect(await got).toEqual(new Error('aborted'))
})

test('a refusal is told at once', async () => {
  const line = new Line()
  const got = hedged(line.ask, LIMITS).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(1_500)
  line.asked[1]?.fail(new Error('403'))
  expect(await got).toEqual(new Error('403'))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(line.asked).toHaveLength(2)
})
