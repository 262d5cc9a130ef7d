import { expect, test } from 'vitest'
import { lacksH264, preferred } from '../../src/media/codecs'

const codec = (mimeType: string, sdpFmtpLine = '') => ({ mimeType, sdpFmtpLine, clockRate: 90_000 })

test('H.264 constrained baseline in mode 1 comes first, VP9 and VP8 next, repair formats last', () => {
  const chromium = [
    codec('video/VP8'), codec('video/rtx', 'apt=96'), codec('video/VP9', 'profile-id=2'), codec('video/VP9', 'profile-id=0'), codec('video/H264', 'packetization-mode=0;profile-level-id=42e01f'),
    codec('video/H264', 'packetization-mode=1;profile-level-id=4d001f'), codec('video/H264', 'packetization-mode=1;profile-level-id=42e01f'),
    codec('video/H264', 'packetization-mode=1;profile-level-id=42001f'), codec('video/AV1'), codec('video/red'), codec('video/ulpfec'),
  ]
  expect(preferred(chromium).map(one => `${one.mimeType} ${/profile-level-id=(\w+)/.exec(one.sdpFmtpLine)?.[1] ?? ''} ${/mode=(\d)/.exec(one.sdpFmtpLine)?.[1] ?? ''}`.trim())).toEqual([
    'video/H264 42e01f 1', 'video/H264 42001f 1', 'video/H264 4d001f 1', 'video/H264 42e01f 0', 'video/VP9', 'video/VP8', 'video/VP9', 'video/AV1', 'video/rtx', 'video/red', 'video/ulpfec'])
})

test('a browser without H.264 starts with VP9, which can be replayed, and one without that with VP8', () => {
  expect(preferred([codec('video/AV1'), codec('video/rtx'), codec('video/VP8'), codec('video/VP9')]).map(one => one.mimeType)).toEqual(['video/VP9', 'video/VP8', 'video/AV1', 'video/rtx'])
  expect(preferred([codec('video/AV1'), codec('video/rtx'), codec('video/VP8')]).map(one => one.mimeType)).toEqual(['video/VP8', 'video/AV1', 'video/rtx'])
})

test('a browser without H.264 is known as such; one that names nothing is not', () => {
  expect(lacksH264([codec('video/VP9'), codec('video/VP8')])).toBe(true)
  expect(lacksH264([codec('video/VP8'), codec('video/H264')])).toBe(false)
  expect(lacksH264([])).toBe(false)
})

test('nothing is lost or added', () => {
  const all = [codec('video/rtx', 'apt=1'), codec('video/rtx', 'apt=2'), codec('video/H264'), codec('video/x')]
  expect(new Set(preferred(all))).toEqual(new Set(all))
})
