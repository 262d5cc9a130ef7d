import { expect, test } from 'vitest'
import { carries, measureLine } from '../../../src/pages/studio/line'

/** A line of so many kbit/s with a round trip, on a clock of its own. */
function shaped(kbps: number, roundTripMs = 0) {
  const line = { at: 0, sent: [] as number[], send: (bytes: number) => {
    line.sent.push(bytes)
    line.at += (bytes * 8) / kbps + roundTripMs
    return Promise.resolve()
  } }
  return line
}
const never = new AbortController().signal
const measured = (line: ReturnType<typeof shaped>) => measureLine(line.send, () => line.at, never)

test('a thin line is measured by small bodies, a wide one by larger ones and never more than the server takes', async () => {
  const thin = shaped(600)
  expect(await measured(thin)).toEqual({ kbps: 600, atMost: false })
  expect(Math.max(...thin.sent)).toBeLessThan(100_000)
  const wide = shaped(50_000)
  expect((await measured(wide)).kbps).toBe(50_000)
  expect(wide.sent).toEqual([64_000, 1_000_000])
})

test('the round trip weighs less and less', async () => {
  expect((await measured(shaped(4_000, 150))).kbps).toBeGreaterThan(2_500)
})

test('a body that does not arrive in time says how slow it is at most', async () => {
  const send = (_: number, signal: AbortSignal) => new Promise((_, refuse) => signal.addEventListener('abort', () => refuse(new Error('aborted'))))
  expect(await measureLine(send, () => 0, never, 20)).toEqual({ kbps: 25_600, atMost: true })
})

test('leaving the page ends it at once', async () => {
  const left = new AbortController()
  const send = (_: number, signal: AbortSignal) => new Promise((_, refuse) => signal.addEventListener('abort', () => refuse(new Error('aborted'))))
  const measuring = measureLine(send, () => 0, left.signal)
  left.abort()
  expect((await measuring).atMost).toBe(true)
})

test('what the server refuses is the caller\'s to say', async () => {
  await expect(measureLine(() => Promise.reject(new Error('429')), () => 0, never)).rejects.toThrow('429')
})

test.each([[3_000, 'all'], [600, 'smaller'], [300, 'paused'], [100, 'sound'], [40, 'nothing']] as const)('%i kbit/s carry: %s', (kbps, what) => {
  expect(carries(kbps)).toBe(what)
})
