import { describe, expect, test } from 'vitest'
import { reading, uplink, verdict } from '../../src/media/uplink'

const report = (...entries: Record<string, unknown>[]) => new Map(entries.map((entry, index) => [index, entry]))

test('adds up what went out, headers too, and the loss that the other side reports', () => {
  const read = reading(report(
    { type: 'outbound-rtp', bytesSent: 1000, headerBytesSent: 200, packetsSent: 10 }, { type: 'outbound-rtp', bytesSent: 500, packetsSent: 5 },
    { type: 'remote-inbound-rtp', packetsLost: 2 }, { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.034 }, { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 }), 50)
  expect(read).toEqual({ at: 50, bytes: 1700, packets: 15, lost: 2, roundTrip: 34 })
})

test('two readings give a rate, a loss and a round trip', () => {
  const zero = { at: 0, bytes: 0, packets: 0, lost: 0, roundTrip: null }
  expect(uplink(zero, { at: 1000, bytes: 125_000, packets: 200, lost: 4, roundTrip: 40.4 })).toEqual({ kbps: 1000, lossPercent: 2, roundTripMs: 40 })
  expect(uplink(zero, { ...zero, at: 1000 })).toEqual({ kbps: 0, lossPercent: 0, roundTripMs: null })
})

test('a correction of the loss downwards is no negative loss', () => {
  const before = { at: 0, bytes: 0, packets: 100, lost: 9, roundTrip: null }
  expect(uplink(before, { ...before, at: 1000, packets: 200, lost: 7 }).lossPercent).toBe(0)
})

describe('verdict', () => {
  const line = (kbps: number, lossPercent: number, roundTripMs: number | null) => verdict({ kbps, lossPercent, roundTripMs })
  test('good up to 5 % and 400 ms', () => {
    expect(line(1800, 5, 400)).toBe('good')
    expect(line(1800, 5.1, 20)).toBe('weak')
    expect(line(1800, 0, 401)).toBe('weak')
  })
  test('bad above 15 % or one second', () => {
    expect(line(600, 15.1, 20)).toBe('bad')
    expect(line(600, 0, 1001)).toBe('bad')
  })
  test('nothing gets out', () => expect(line(0, 0, null)).toBe('none'))
})
