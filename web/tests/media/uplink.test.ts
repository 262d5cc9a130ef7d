import { describe, expect, test } from 'vitest'
import { pressure, reading, uplink, verdict } from '../../src/media/uplink'

const report = (...entries: Record<string, unknown>[]) => new Map(entries.map((entry, index) => [index, entry]))

const free = { availableKbps: null, limited: false, frames: 0 }

test('adds up what went out, headers too, and the loss that the other side reports', () => {
  const read = reading(report(
    { type: 'outbound-rtp', bytesSent: 1000, headerBytesSent: 200, packetsSent: 10 }, { type: 'outbound-rtp', bytesSent: 500, packetsSent: 5 },
    { type: 'remote-inbound-rtp', packetsLost: 2 }, { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.034 }, { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 }), 50)
  expect(read).toEqual({ at: 50, bytes: 1700, packets: 15, lost: 2, roundTrip: 34, availableKbps: null, limited: false, frames: 0 })
})

test('takes what the line is thought to carry, whether pictures suffer, and the pictures of the camera', () => {
  const read = reading(report(
    { type: 'outbound-rtp', mid: '1', rid: 'l', framesSent: 30, qualityLimitationReason: 'none' }, { type: 'outbound-rtp', mid: '1', rid: 'm', framesSent: 12, qualityLimitationReason: 'bandwidth' },
    { type: 'outbound-rtp', mid: '2', framesSent: 99, qualityLimitationReason: 'cpu' }, { type: 'candidate-pair', nominated: true, availableOutgoingBitrate: 612_000 }), 0)
  expect(read).toMatchObject({ availableKbps: 612, limited: true, frames: 42, roundTrip: null })
  expect(pressure({ ...read, frames: 40 }, read)).toEqual({ availableKbps: 612, limited: true, frames: 2 })
})

test('a layer that rests on purpose is not limited', () => {
  expect(reading(report({ type: 'outbound-rtp', mid: '1', active: false, qualityLimitationReason: 'bandwidth' }), 0).limited).toBe(false)
})

test('two readings give a rate, a loss and a round trip', () => {
  const zero = { at: 0, bytes: 0, packets: 0, lost: 0, roundTrip: null, ...free }
  expect(uplink(zero, { ...zero, at: 1000, bytes: 125_000, packets: 200, lost: 4, roundTrip: 40.4 })).toEqual({ kbps: 1000, lossPercent: 2, roundTripMs: 40 })
  expect(uplink(zero, { ...zero, at: 1000 })).toEqual({ kbps: 0, lossPercent: 0, roundTripMs: null })
})

test('a correction of the loss downwards is no negative loss', () => {
  const before = { at: 0, bytes: 0, packets: 100, lost: 9, roundTrip: null, ...free }
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
