import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Lifeline, type Line } from '../../src/media/lifeline'
import { Backoff } from '../../src/state/backoff'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

/** Connections that a test ends by hand. */
class Exchange {
  opened: { end(reason: string): void; closed: boolean; renewed: number }[] = []
  failures: unknown[] = []
  phases: string[] = []
  readonly lifeline = new Lifeline(() => this.open(), () => this.phases.push(this.lifeline.phase), new Backoff(400, 8_000, () => 0.5))

  private open(): Promise<Line> {
    const failure = this.failures.shift()
    if (failure) return Promise.reject(failure)
    const one = { end: (_reason: string) => undefined as void, closed: false, renewed: 0 }
    const ended = new Promise<string>(resolve => { one.end = resolve })
    this.opened.push(one)
    return Promise.resolve({ ended, renew: () => { one.renewed++ }, close: () => { one.closed = true; return Promise.resolve() } })
  }
}

test('connects, and reconnects when the line dies', async () => {
  const exchange = new Exchange()
  exchange.lifeline.start()
  await vi.advanceTimersByTimeAsync(0)
  expect(exchange.lifeline.phase).toBe('connected')
  exchange.opened[0]?.end('lost')
  await vi.advanceTimersByTimeAsync(0)
  expect(exchange.lifeline.phase).toBe('waiting')
  expect(exchange.opened[0]?.closed).toBe(true)
  await vi.advanceTimersByTimeAsync(400)
  expect(exchange.opened).toHaveLength(2)
  expect(exchange.phases).toEqual(['connecting', 'connected', 'waiting', 'connecting', 'connected'])
})

test('tries for ever, with growing waits', async () => {
  const exchange = new Exchange()
  exchange.failures = Array.from({ length: 50 }, () => new TypeError('Failed to fetch'))
  exchange.lifeline.start()
  await vi.advanceTimersByTimeAsync(50 * 8_000)
  expect(exchange.opened).toHaveLength(1)
  expect(exchange.lifeline.phase).toBe('connected')
})

test('where nobody answers it tries every second, where a server says no it gives it time', async () => {
  const silent = new Exchange()
  silent.failures = Array.from({ length: 30 }, () => new TypeError('Failed to fetch'))
  silent.lifeline.start()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(silent.failures.length).toBeLessThanOrEqual(30 - 20)

  const refusing = new Exchange()
  refusing.failures = Array.from({ length: 30 }, () => Object.assign(new Error('no'), { status: 503 }))
  refusing.lifeline.start()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(refusing.failures.length).toBeGreaterThan(30 - 8)
})

test('waits as long as the server asks', async () => {
  const exchange = new Exchange()
  exchange.failures = [{ retryAfter: 5 }]
  exchange.lifeline.start()
  await vi.advanceTimersByTimeAsync(4_900)
  expect(exchange.lifeline.phase).toBe('waiting')
  await vi.advanceTimersByTimeAsync(200)
  expect(exchange.lifeline.phase).toBe('connected')
})

test('a connection that worked for a while is replaced quickly', async () => {
  const exchange = new Exchange()
  exchange.failures = Array.from({ length: 6 }, () => new Error('no'))
  exchange.lifeline.start()
  await vi.advanceTimersByTimeAsync(60_000)
  exchange.opened[0]?.end('lost')
  await vi.advanceTimersByTimeAsync(400)
  expect(exchange.opened).toHaveLength(2)
})

test('hurry cuts a wait short and leaves a standing connection', async () => {
  const exchange = new Exchange()
  exchange.failures = Array.from({ length: 8 }, () => new Error('no'))
  exchange.lifeline.start()
  await vi.advanceTimersByTimeAsync(1_000)
  exchange.failures = []
  exchange.lifeline.hurry()
  await vi.advanceTimersByTimeAsync(0)
  expect(exchange.lifeline.phase).toBe('connected')
  exchange.lifeline.hurry()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(exchange.opened).toHaveLength(1)
})

test('another network renews a standing connection, and cuts a wait short', async () => {
  const exchange = new Exchange()
  exchange.lifeline.start()
  await vi.advanceTimersByTimeAsync(0)
  exchange.lifeline.moved()
  expect(exchange.opened[0]?.renewed).toBe(1)
  exchange.opened[0]?.end('lost')
  await vi.advanceTimersByTimeAsync(0)
  exchange.lifeline.moved()
  await vi.advanceTimersByTimeAsync(0)
  expect(exchange.opened).toHaveLength(2)
  expect(exchange.opened.map(one => one.renewed)).toEqual([1, 0])
})

test('stop closes the line and nothing follows', async () => {
  const exchange = new Exchange()
  exchange.lifeline.start()
  await vi.advanceTimersByTimeAsync(0)
  await exchange.lifeline.stop()
  exchange.opened[0]?.end('lost')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(exchange.opened).toHaveLength(1)
  expect(exchange.opened[0]?.closed).toBe(true)
  expect(exchange.lifeline.phase).toBe('idle')
})

test('stop while connecting closes what arrives too late', async () => {
  let arrive: (line: Line) => void = () => undefined
  let closed = false
  const lifeline = new Lifeline(() => new Promise<Line>(resolve => { arrive = resolve }))
  lifeline.start()
  await lifeline.stop()
  arrive({ ended: new Promise(() => undefined), close: () => { closed = true; return Promise.resolve() } })
  await vi.advanceTimersByTimeAsync(0)
  expect(closed).toBe(true)
})
