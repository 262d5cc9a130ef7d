import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Sources } from '../../../src/pages/studio/sources'

class Track {
  stopped = false
  contentHint = ''
  enabled = true
  private ended: (() => void)[] = []
  constructor(readonly kind: string, readonly id: string) {}
  getSettings() { return { deviceId: this.id } }
  addEventListener(_name: string, listener: () => void) { this.ended.push(listener) }
  stop() { this.stopped = true }
  /** The cable is pulled, or the browser's own bar stops the sharing. */
  end() { for (const listener of this.ended) listener() }
}

const named = (name: string) => Object.assign(new Error(name), { name })
let opened: Track[]
let plugged: { cameras: string[]; microphones: string[] }
let changed: [string, unknown][]
let listeners: (() => void)[]
let sources: Sources

beforeEach(() => {
  opened = []
  changed = []
  listeners = []
  plugged = { cameras: ['c1', 'c2'], microphones: ['m1'] }
  const shelf = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => shelf.get(key) ?? null, setItem: (key: string, value: string) => shelf.set(key, value), removeItem: (key: string) => shelf.delete(key) })
  vi.stubGlobal('isSecureContext', true)
  const give = (kind: string, id: string) => {
    const track = new Track(kind, id)
    opened.push(track)
    return { getVideoTracks: () => (kind === 'video' ? [track] : []), getAudioTracks: () => (kind === 'audio' ? [track] : []) }
  }
  vi.stubGlobal('navigator', { mediaDevices: {
    getUserMedia: async (wanted: { video?: { deviceId?: { exact: string } }; audio?: { deviceId?: { exact: string } } }) => {
      const ids = wanted.video ? plugged.cameras : plugged.microphones
      const id = (wanted.video ?? wanted.audio)?.deviceId?.exact ?? ids[0]
      if (!id || !ids.includes(id)) throw named('NotFoundError')
      return give(wanted.video ? 'video' : 'audio', id)
    },
    getDisplayMedia: async () => give('video', 'screen'),
    enumerateDevices: async () => [...plugged.cameras.map(id => ({ kind: 'videoinput', deviceId: id, label: id })), ...plugged.microphones.map(id => ({ kind: 'audioinput', deviceId: id, label: id }))],
    addEventListener: (_name: string, listener: () => void) => listeners.push(listener),
    removeEventListener: (_name: string, listener: () => void) => { listeners = listeners.filter(one => one !== listener) },
  } })
  sources = new Sources(() => false, (slot, track) => changed.push([slot, track]))
})
afterEach(() => {
  sources.close()
  vi.unstubAllGlobals()
})

test('what is switched off sends silence, on another device too, until it is switched on', async () => {
  await sources.prepare()
  sources.mute('camera', true)
  await sources.chooseCamera('c2')
  expect(sources.state.tracks.camera).toMatchObject({ id: 'c2', enabled: false })
  expect(sources.state.tracks.microphone).toMatchObject({ enabled: true })
  sources.mute('camera', false)
  expect(sources.state.tracks.camera).toMatchObject({ enabled: true })
})

test('opens camera and microphone, and lists what else there is', async () => {
  await sources.prepare()
  expect(sources.state).toMatchObject({ preparing: false, chosen: { camera: 'c1', microphone: 'm1' }, faults: { camera: null, microphone: null } })
  expect(sources.state.cameras.map(one => one.id)).toEqual(['c1', 'c2'])
})

test('a chosen camera replaces the other and is remembered', async () => {
  await sources.prepare()
  await sources.chooseCamera('c2')
  expect(opened.find(one => one.id === 'c1')?.stopped).toBe(true)
  expect(changed[changed.length - 1]).toEqual(['camera', opened[opened.length - 1]])
  const again = new Sources(() => false, () => undefined)
  await again.prepare()
  expect(again.state.chosen.camera).toBe('c2')
  again.close()
})

test('without a camera the lesson can still have sound, and the page knows why', async () => {
  plugged.cameras = []
  await sources.prepare()
  expect(sources.state.faults).toMatchObject({ camera: 'missing', microphone: null })
  expect(sources.state.tracks.microphone).not.toBeNull()
})

test('a camera that is pulled is said to be missing, and opened again when it is back', async () => {
  await sources.prepare()
  plugged.cameras = []
  opened.find(one => one.id === 'c1')?.end()
  expect(sources.state.faults.camera).toBe('missing')
  expect(changed).toContainEqual(['camera', null])
  plugged.cameras = ['c1']
  listeners.forEach(listener => listener())
  await vi.waitFor(() => expect(sources.state.tracks.camera).not.toBeNull())
  expect(sources.state.faults.camera).toBeNull()
})

test('a page without HTTPS says so for both devices', async () => {
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('isSecureContext', false)
  await sources.prepare()
  expect(sources.state.faults).toMatchObject({ camera: 'insecure', microphone: 'insecure' })
})

describe('the board', () => {
  test('is shared, changed and dropped', async () => {
    await sources.shareBoard()
    await sources.shareBoard()
    expect(opened.map(one => one.stopped)).toEqual([true, false])
    sources.dropBoard()
    expect(sources.state).toMatchObject({ tracks: { board: null }, faults: { board: null } })
    expect(changed.map(([slot, track]) => [slot, track !== null])).toEqual([['board', true], ['board', true], ['board', false]])
  })

  test('that the browser\'s own bar stopped is told apart from one that was dropped', async () => {
    await sources.shareBoard()
    opened[0]?.end()
    expect(sources.state).toMatchObject({ tracks: { board: null }, faults: { board: 'ended' } })
  })

  test('stays when the person changes their mind about another', async () => {
    await sources.shareBoard()
    Object.assign(navigator.mediaDevices, { getDisplayMedia: () => Promise.reject(named('NotAllowedError')) })
    await sources.shareBoard()
    expect(sources.state.tracks.board).toBe(opened[0])
    expect(sources.state.faults.board).toBe('denied')
  })
})

test('closing stops everything, also what opens too late', async () => {
  const preparing = sources.prepare()
  sources.close()
  await preparing
  expect(opened.every(one => one.stopped)).toBe(true)
})
