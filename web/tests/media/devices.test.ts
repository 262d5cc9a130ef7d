import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { choices, faultOf, mediaDevices, MediaError, openBoard, openCamera, openMicrophone } from '../../src/media/devices'

const named = (name: string) => Object.assign(new Error(name), { name })
const track = (kind: string) => ({ kind, contentHint: '' })
const stream = (kind: 'audio' | 'video') => ({ getVideoTracks: () => (kind === 'video' ? [track('video')] : []), getAudioTracks: () => (kind === 'audio' ? [track('audio')] : []) })

let devices: Record<string, (wanted?: unknown) => Promise<unknown>>
beforeEach(() => {
  devices = {}
  vi.stubGlobal('navigator', { mediaDevices: devices })
  vi.stubGlobal('isSecureContext', true)
})
afterEach(() => vi.unstubAllGlobals())

describe('faultOf', () => {
  test.each([['NotAllowedError', 'denied'], ['NotFoundError', 'missing'], ['OverconstrainedError', 'missing'], ['NotReadableError', 'busy'], ['AbortError', 'busy'], ['TypeError', 'unsupported'], ['OddError', 'unknown']])('%s means %s', (name, fault) => {
    expect(faultOf(named(name))).toBe(fault)
  })

  test('anything else is unknown', () => {
    expect(faultOf('text')).toBe('unknown')
    expect(faultOf(null)).toBe('unknown')
  })
})

test('a page without HTTPS is told so', () => {
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('isSecureContext', false)
  expect(() => mediaDevices()).toThrow(expect.objectContaining({ fault: 'insecure' }))
})

test('a remembered camera that is gone gives way to any', async () => {
  const wishes: unknown[] = []
  devices.getUserMedia = wanted => {
    wishes.push((wanted as { video: { deviceId?: unknown } }).video.deviceId)
    return wishes.length === 1 ? Promise.reject(named('OverconstrainedError')) : Promise.resolve(stream('video'))
  }
  await expect(openCamera('old')).resolves.toMatchObject({ kind: 'video', contentHint: 'motion' })
  expect(wishes).toEqual([{ exact: 'old' }, undefined])
})

test('a busy camera is not silently another one', async () => {
  devices.getUserMedia = () => Promise.reject(named('NotReadableError'))
  await expect(openCamera('mine')).rejects.toMatchObject({ fault: 'busy', device: 'camera' })
})

test('music keeps what speech processing would take away', async () => {
  const wishes: Record<string, unknown>[] = []
  devices.getUserMedia = wanted => { wishes.push((wanted as { audio: Record<string, unknown> }).audio); return Promise.resolve(stream('audio')) }
  await openMicrophone(null, false)
  await openMicrophone(null, true)
  expect(wishes.map(wish => wish.noiseSuppression)).toEqual([true, false])
  expect(wishes[1]).toMatchObject({ channelCount: { ideal: 2 } })
})

test('a board is sharp, and declining one is a fault in words', async () => {
  devices.getUserMedia = () => Promise.resolve(stream('audio'))
  devices.getDisplayMedia = () => Promise.resolve(stream('video'))
  await expect(openBoard()).resolves.toMatchObject({ contentHint: 'detail' })
  devices.getDisplayMedia = () => Promise.reject(named('NotAllowedError'))
  await expect(openBoard()).rejects.toEqual(new MediaError('denied', 'screen'))
})

test('lists only devices that can be chosen', async () => {
  devices.getUserMedia = () => Promise.resolve(stream('audio'))
  devices.enumerateDevices = () => Promise.resolve([{ kind: 'videoinput', deviceId: 'c', label: 'Cam' }, { kind: 'videoinput', deviceId: '', label: '' }, { kind: 'audioinput', deviceId: 'm', label: 'Mic' }, { kind: 'audiooutput', deviceId: 's', label: 'Out' }])
  await expect(choices()).resolves.toEqual({ cameras: [{ id: 'c', label: 'Cam' }], microphones: [{ id: 'm', label: 'Mic' }] })
})
