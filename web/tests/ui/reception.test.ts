import { expect, test } from 'vitest'
import type { Receiver } from '../../src/api/types'
import { rateText, receptionOf } from '../../src/ui/reception'

const receiver = (values: Partial<Receiver>): Receiver => ({ room: { id: 'r', name: '' }, school: { id: 's', name: '' }, class_name: '', state: 'connected', since: null, audio_kbps: 40, video_kbps: 900, loss_percent: 0, round_trip_ms: 30, ...values })
const tone = (values: Partial<Receiver>) => receptionOf(receiver(values), true).tone

test('a class that hears and sees is good', () => {
  expect(receptionOf(receiver({}), true)).toEqual({ tone: 'good', sound: true, picture: true, rate: '940 kbit/s' })
})

test('no picture is a warning, no sound is bad: sound comes first', () => {
  expect(tone({ video_kbps: 0 })).toBe('warn')
  expect(tone({ audio_kbps: 0 })).toBe('bad')
})

test('loss and delay are told at their bounds', () => {
  expect(tone({ loss_percent: 5 })).toBe('good')
  expect(tone({ loss_percent: 5.1 })).toBe('warn')
  expect(tone({ loss_percent: 15.1 })).toBe('bad')
  expect(tone({ round_trip_ms: 401 })).toBe('warn')
})

test('a class that is not there has no light', () => {
  expect(tone({ state: 'absent' })).toBe('none')
  expect(tone({ state: 'connecting' })).toBe('warn')
})

test('rates are short', () => {
  expect([0, 64.4, 999, 1000, 2449].map(rateText)).toEqual(['0 kbit/s', '64 kbit/s', '999 kbit/s', '1.0 Mbit/s', '2.4 Mbit/s'])
})

test('a class that is connected before the lesson begins lacks nothing', () => {
  const silent = receiver({ audio_kbps: 0, video_kbps: 0 })
  expect(receptionOf(silent, false).tone).toBe('good')
  expect(receptionOf(silent, true).tone).toBe('bad')
  expect(receptionOf(receiver({ state: 'absent' }), false).tone).toBe('none')
})
