import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EventSocket, SILENCE_MS, type Event, type Wire } from '../../src/protocol/events'
import { Backoff } from '../../src/state/backoff'

class Line implements Wire {
  onopen: (() => unknown) | null = null
  onmessage: ((message: never) => unknown) | null = null
  onclose: (() => unknown) | null = null
  readonly sent: string[] = []
  closed = false
  send(text: string) { this.sent.push(text) }
  close() { this.closed = true }
  say(value: unknown) { this.onmessage?.({ data: typeof value === 'string' ? value : JSON.stringify(value) } as never) }
}

let lines: Line[]
let heard: Event[]
let online: boolean[]
let socket: EventSocket<Event>

beforeEach(() => {
  vi.useFakeTimers()
  lines = []
  heard = []
  online = []
  const dial = () => { const line = new Line(); lines.push(line); return line }
  socket = new EventSocket<Event>(dial, { event: event => heard.push(event), online: open => online.push(open) }, new Backoff(100, 1000, () => 0.5))
})
afterEach(() => {
  socket.close()
  vi.useRealTimers()
})

test('tells what it hears, and that it is online', () => {
  socket.open()
  lines[0]?.onopen?.()
  lines[0]?.say({ id: 4, type: 'hello' })
  expect(heard).toEqual([{ id: 4, type: 'hello' }])
  expect(online).toEqual([true])
})

test('a broken line is dialled again for ever, and what was missed is asked for', () => {
  socket.open()
  lines[0]?.onopen?.()
  lines[0]?.say({ id: 7, type: 'lesson.changed' })
  lines[0]?.onclose?.()
  expect(online).toEqual([true, false])
  for (let i = 1; i < 30; i++) {
    vi.advanceTimersByTime(1000)
    lines[lines.length - 1]?.onclose?.()
  }
  expect(lines.length).toBeGreaterThan(20)
  vi.advanceTimersByTime(1000)
  const last = lines[lines.length - 1]
  last?.onopen?.()
  expect(last?.sent).toEqual(['{"type":"resume","after":7}'])
  expect(online).toEqual([true, false, true])
})

test('after a reset the old number is forgotten', () => {
  socket.open()
  lines[0]?.onopen?.()
  lines[0]?.say({ id: 7, type: 'x' })
  lines[0]?.say({ id: 0, type: 'reset' })
  lines[0]?.onclose?.()
  vi.advanceTimersByTime(1000)
  lines[1]?.onopen?.()
  expect(lines[1]?.sent).toEqual([])
})

test('a line that is silent for too long is taken for dead', () => {
  socket.open()
  lines[0]?.onopen?.()
  vi.advanceTimersByTime(SILENCE_MS - 1)
  lines[0]?.say({ id: 1, type: 'ping' })
  vi.advanceTimersByTime(SILENCE_MS - 1)
  expect(lines).toHaveLength(1)
  vi.advanceTimersByTime(1000)
  expect(lines[0]?.closed).toBe(true)
  expect(lines).toHaveLength(2)
})

test('text that is no JSON is passed over', () => {
  socket.open()
  lines[0]?.say('<html>')
  expect(heard).toEqual([])
})

test('a closed socket dials no more', () => {
  socket.open()
  lines[0]?.onclose?.()
  socket.close()
  vi.advanceTimersByTime(60_000)
  expect(lines).toHaveLength(1)
})
