import { expect, test } from 'vitest'
import { codecName, tracksText } from '../../../src/pages/replay/tracks'
import type { Coded } from '../../../src/player/playable'

const track = (role: string, kind: 'audio' | 'video', codec: string): Coded => ({ role, kind, codec })

test('tracks are named as people call them, each once', () => {
  const tracks = [track('teacher', 'video', 'vp08.00.10.08'), track('board', 'video', 'vp08.00.10.08'), track('class:1', 'video', 'av01.0'), track('class:2', 'video', 'av01.0')]
  expect(tracksText(tracks)).toEqual({ what: '老师画面、课件画面、画面', codec: 'VP8、AV1' })
  expect(tracksText([track('teacher', 'audio', 'opus')])).toEqual({ what: '声音', codec: 'Opus' })
})

test('codecs have the names that people know', () => {
  expect(['vp08.00.10.08', 'vp09.00.31.08', 'avc1.42e01f', 'opus', 'xyz1.2'].map(codecName)).toEqual(['VP8', 'VP9', 'H.264', 'Opus', 'xyz1'])
})
