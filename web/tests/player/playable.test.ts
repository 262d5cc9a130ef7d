import { afterEach, expect, test, vi } from 'vitest'
import { playable, unplayable, watchable, type Coded } from '../../src/player/playable'

const track = (role: string, kind: 'audio' | 'video', codec: string): Coded => ({ role, kind, codec })
const BOARD = track('board', 'video', 'vp08.00.10.08')
const TEACHER = track('teacher', 'video', 'avc1.42e01f')
const VOICE = track('teacher', 'audio', 'opus')

afterEach(() => vi.unstubAllGlobals())

test('the browser is asked with the type that the player will use', () => {
  const asked: string[] = []
  vi.stubGlobal('MediaSource', { isTypeSupported: (type: string) => { asked.push(type); return !type.includes('vp08') } })
  expect([BOARD, TEACHER, VOICE].map(playable)).toEqual([false, true, true])
  expect(asked).toEqual(['video/mp4; codecs="vp08.00.10.08"', 'video/mp4; codecs="avc1.42e01f"', 'audio/mp4; codecs="opus"'])
})

test('a browser without MSE plays by itself, and says itself what it cannot', () => {
  vi.stubGlobal('MediaSource', undefined)
  expect(playable(BOARD)).toBe(true)
})

test('what cannot be shown is named once, however often the teacher came back', () => {
  const able = (one: Coded) => one.codec !== BOARD.codec
  expect(unplayable([VOICE, BOARD, TEACHER, BOARD], able)).toEqual([BOARD])
  expect(unplayable([VOICE, TEACHER], able)).toEqual([])
})

test('the player gets the rest', () => {
  const able = (one: Coded) => one.codec !== BOARD.codec
  expect(watchable({ id: 1, tracks: [VOICE, BOARD, TEACHER] }, able)).toEqual({ id: 1, tracks: [VOICE, TEACHER] })
  const whole = { tracks: [VOICE, TEACHER] }
  expect(watchable(whole, able)).toBe(whole)
})
