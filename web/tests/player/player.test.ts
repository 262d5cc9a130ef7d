import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RecordedTrack, Recording } from '../../src/api/types'
import { Player } from '../../src/player/player'
import type { Name } from '../../src/player/timeline'

/** A media element whose clock is the test's. It plays what `media` says is there; seeking takes `seekMs`. */
class Element {
  src = ''
  paused = true
  playbackRate = 1
  seeking = false
  error: unknown = null
  media: [number, number][] = []
  seekMs = 150
  /** Starts late after a seek, as decoders do. */
  private busy = 0
  private time = 0
  seeks = 0

  get currentTime() { return this.time }
  set currentTime(value: number) {
    this.time = value
    this.seeks++
    this.seeking = true
    this.busy = this.seekMs
  }
  get readyState() {
    if (!this.src) return 0
    if (this.seeking) return 1
    return this.media.some(([from, to]) => this.time >= from - 0.01 && this.time < to - 0.05) ? 4 : 1
  }
  get buffered() {
    return { length: this.media.length, start: (index: number) => this.media[index]![0], end: (index: number) => this.media[index]![1] }
  }
  play() { this.paused = false; return Promise.resolve() }
  pause() { this.paused = true }
  load() { this.time = 0 }
  addEventListener() { /* no events are needed */ }
  removeEventListener() { /* nor taken back */ }
  removeAttribute() { this.src = '' }

  pass(milliseconds: number) {
    if (this.busy > 0) {
      this.busy -= milliseconds
      if (this.busy <= 0) this.seeking = false
      return
    }
    if (!this.paused && this.readyState >= 3) this.time += (milliseconds / 1000) * this.playbackRate
  }
}

const track = (kind: 'audio' | 'video', role: string, values: Partial<RecordedTrack> = {}): RecordedTrack =>
  ({ id: role, role, kind, codec: '', width: 0, height: 0, playlist: `/${role}.${kind}`, offset: 0, duration: 60, gaps: [], ...values })
const recording = (tracks: RecordedTrack[], state: Recording['state'] = 'complete'): Recording => ({ lesson: {} as Recording['lesson'], state, duration: 60, size: 0, gaps: 0, epoch: null, tracks, roles: [], rotten: 0, catalogued: {} as Recording['catalogued'] })

let now: number
let elements: Record<Name, Element>
let player: Player

beforeEach(() => {
  vi.useFakeTimers()
  now = 0
  elements = { audio: new Element(), teacher: new Element(), board: new Element() }
  player = new Player(elements as unknown as Record<Name, HTMLMediaElement>, () => now)
})
afterEach(() => {
  player.close()
  vi.useRealTimers()
})

function open(tracks: RecordedTrack[], state?: Recording['state']) {
  for (const one of tracks) {
    const element = elements[one.kind === 'audio' ? 'audio' : one.role as Name]
    let from = one.offset
    for (const gap of one.gaps) {
      element.media.push([from, gap.offset])
      from = gap.offset + gap.duration
    }
    element.media.push([from, one.offset + one.duration])
  }
  player.load(recording(tracks, state))
  player.want(['audio', 'teacher', 'board'])
}

function pass(milliseconds: number) {
  for (let passed = 0; passed < milliseconds; passed += 20) {
    now += 20
    for (const one of Object.values(elements)) one.pass(20)
    vi.advanceTimersByTime(20)
  }
}
const drift = (name: Name) => Math.abs(elements[name].currentTime - elements.audio.currentTime)

test('the pictures follow the sound within 30 ms, at every speed and after seeks', () => {
  open([track('audio', 'teacher'), track('video', 'teacher'), track('video', 'board')])
  elements.board.seekMs = 400
  player.play()
  for (const [rate, to] of [[1, 5], [2, 30], [0.5, 10]] as const) {
    player.setRate(rate)
    player.seek(to)
    pass(3_500)
    const seen: number[] = []
    for (let i = 0; i < 20; i++) {
      pass(100)
      seen.push(drift('teacher'), drift('board'))
    }
    expect(Math.max(...seen), `${rate}×`).toBeLessThan(0.03)
  }
})

test('a picture that fell behind catches up without stopping the sound', () => {
  open([track('audio', 'teacher'), track('video', 'teacher')])
  player.play()
  pass(3_000)
  const before = elements.audio.currentTime
  elements.teacher.currentTime = elements.audio.currentTime - 0.3
  pass(3_000)
  expect(elements.audio.currentTime - before).toBeCloseTo(3, 1)
  expect(drift('teacher')).toBeLessThan(0.03)
})

describe('gaps', () => {
  test('in all tracks are jumped over', () => {
    open([track('audio', 'teacher', { gaps: [{ offset: 5, duration: 20, reason: '' }] }), track('video', 'teacher', { gaps: [{ offset: 5.3, duration: 20, reason: '' }] })])
    player.play()
    pass(8_000)
    expect(player.state.position).toBeGreaterThan(25)
    expect(player.state.position).toBeLessThan(30)
    expect(player.state.silences).toEqual([{ from: 5.3, to: 25 }])
  })

  test('in the sound: the picture leads, and hands over when there is sound again', () => {
    open([track('audio', 'teacher', { gaps: [{ offset: 5, duration: 4, reason: '' }] }), track('video', 'teacher')])
    player.play()
    pass(7_000)
    expect(elements.audio.paused).toBe(true)
    expect(player.state.position).toBeGreaterThan(6)
    pass(5_000)
    expect(elements.audio.paused).toBe(false)
    expect(player.state.position).toBeCloseTo(elements.audio.currentTime, 1)
    expect(drift('teacher')).toBeLessThan(0.03)
  })

  test('in a picture: it waits at its next beginning, and is shown as missing', () => {
    open([track('audio', 'teacher'), track('video', 'board', { gaps: [{ offset: 5, duration: 4, reason: '' }] })])
    player.play()
    pass(7_000)
    expect(player.state.present.board).toBe(false)
    expect(elements.board).toMatchObject({ paused: true, currentTime: 9 })
    pass(4_000)
    expect(player.state.present.board).toBe(true)
    expect(drift('board')).toBeLessThan(0.03)
  })

  test('that begin a little before the playlist says so do not stop the lesson', () => {
    open([track('audio', 'teacher', { gaps: [{ offset: 5, duration: 10, reason: '' }] })])
    elements.audio.media[0]![1] = 4.6
    player.play()
    pass(9_000)
    expect(player.state.position).toBeGreaterThan(15)
  })
})

test('a late start: what is there plays at once', () => {
  open([track('audio', 'teacher', { offset: 3, duration: 57 }), track('video', 'board', { offset: 1, duration: 59 })])
  player.play()
  pass(2_000)
  expect(player.state.position).toBeGreaterThan(1.5)
  pass(4_000)
  expect(elements.audio.paused).toBe(false)
})

test('a lesson without a sound track plays its picture', () => {
  open([track('video', 'teacher')])
  player.play()
  pass(3_000)
  expect(player.state.position).toBeGreaterThan(2)
})

test('what is not seen is not loaded', () => {
  open([track('audio', 'teacher'), track('video', 'teacher'), track('video', 'board')])
  expect(elements.board.src).toBe('/board.video')
  player.want(['audio'])
  expect([elements.audio.src, elements.teacher.src, elements.board.src]).toEqual(['/teacher.audio', '', ''])
})

test('ends at the end, and plays from the start again', () => {
  open([track('audio', 'teacher')])
  player.play()
  player.seek(58)
  pass(4_000)
  expect(player.state).toMatchObject({ ended: true, playing: false, position: 60 })
  player.play()
  pass(2_000)
  expect(player.state.position).toBeGreaterThan(1)
  expect(player.state.position).toBeLessThan(3)
})

test('waits at the edge of a lesson that is still being recorded, and goes on', () => {
  open([track('audio', 'teacher', { duration: 10 })], 'recording')
  player.play()
  player.seek(8)
  pass(5_000)
  expect(player.state).toMatchObject({ waiting: true, playing: true, ended: false })
  player.want([])
  elements.audio.media = [[0, 20]]
  player.load(recording([track('audio', 'teacher', { duration: 20 })], 'recording'))
  player.want(['audio'])
  pass(3_000)
  expect(player.state.position).toBeGreaterThan(10)
})

test('at the edge of a running lesson no sound is passed over for a picture that is further', () => {
  open([track('audio', 'teacher', { duration: 10 }), track('video', 'board', { duration: 13 })], 'recording')
  player.play()
  player.seek(8)
  pass(6_000)
  expect(player.state.waiting).toBe(true)
  expect(player.state.position).toBeLessThan(10)
})

test('paused pictures stand exactly where the clock is', () => {
  open([track('audio', 'teacher'), track('video', 'teacher')])
  player.play()
  pass(2_000)
  player.pause()
  elements.teacher.currentTime += 0.2
  pass(2_000)
  expect(drift('teacher')).toBeLessThan(0.03)
  expect(elements.audio.paused && elements.teacher.paused).toBe(true)
})
