import { describe, expect, test } from 'vitest'
import type { RecordedTrack, Recording } from '../../src/api/types'
import { BRINK, holds, resumes, sources, spanOf, Timeline } from '../../src/player/timeline'

const track = (values: Partial<RecordedTrack>): RecordedTrack => ({ id: 't', role: 'teacher', kind: 'video', codec: 'avc1', width: 0, height: 0, playlist: '/t.m3u8', offset: 0, duration: 60, gaps: [], ...values })
const recording = (tracks: RecordedTrack[]): Recording => ({ lesson: {} as Recording['lesson'], state: 'complete', duration: 60, size: 1, gaps: 0, epoch: null, rotten: 0, catalogued: {} as Recording['catalogued'], tracks, roles: [{ role: 'teacher', playlist: '/r/teacher/master.m3u8' }, { role: 'board', playlist: '/r/board/master.m3u8' }] })

describe('sources', () => {
  test('a role is played from its own playlist per kind, however many tracks it came in', () => {
    const found = sources(recording([track({ kind: 'audio' }), track({ id: 'a', duration: 20 }), track({ id: 'b', offset: 30, duration: 30 })]))
    expect(found.audio?.playlist).toBe('/r/teacher/audio.m3u8')
    expect(found.teacher).toEqual({ playlist: '/r/teacher/video.m3u8', span: { from: 0, to: 60, holes: [{ from: 20, to: 30 }] } })
    expect(found.board).toBeNull()
  })

  test('sound of another role is better than none', () => {
    expect(sources(recording([track({ kind: 'audio', role: 'students', playlist: '/s.m3u8' })])).audio?.playlist).toBe('/s.m3u8')
  })
})

describe('spanOf', () => {
  test('a late start is no hole', () => {
    expect(spanOf([track({ offset: 4, duration: 10 })])).toEqual({ from: 4, to: 14, holes: [] })
  })
  test('gaps inside a track are holes', () => {
    expect(spanOf([track({ gaps: [{ offset: 10, duration: 5, reason: 'lost' }] })])).toEqual({ from: 0, to: 60, holes: [{ from: 10, to: 15 }] })
  })
  test('a gap at the start moves the start', () => {
    expect(spanOf([track({ gaps: [{ offset: 0, duration: 5, reason: 'late' }] })]).from).toBe(5)
  })
  test('overlapping tracks leave no hole, and cracks are bridged', () => {
    expect(spanOf([track({ duration: 30 }), track({ offset: 25, duration: 10 }), track({ offset: 35.1, duration: 5 })])).toEqual({ from: 0, to: 40.1, holes: [] })
  })
})

describe('a span', () => {
  const span = { from: 2, to: 60, holes: [{ from: 10, to: 15 }] }
  test('holds media from its start to just before its end, but for its holes', () => {
    expect([1.9, 2, 9.7, 10, 14.9, 15, 59.7, 60].map(time => holds(span, time))).toEqual([false, true, true, false, false, true, true, false])
  })
  test('lets go a little before the brink, where decoders stop', () => {
    expect(holds(span, 10 - BRINK / 2)).toBe(false)
    expect(holds(span, 9.5)).toBe(true)
    expect(holds(span, 9.5, 2 * 0.3)).toBe(false)
  })
  test('resumes at its start, behind a hole, or never', () => {
    expect([0, 5, 10, 60].map(time => resumes(span, time))).toEqual([2, 5, 15, null])
  })
})

describe('Timeline', () => {
  const timeline = new Timeline()
  timeline.set('audio', { from: 1, to: 50, holes: [{ from: 10, to: 20 }] })
  timeline.set('board', { from: 3, to: 60, holes: [{ from: 15, to: 25 }] })

  test('is as long as its longest track', () => expect(timeline.duration).toBe(60))
  test('finds the next media among the tracks that are asked for', () => {
    expect(timeline.next(['audio', 'board'], 16)).toBe(20)
    expect(timeline.next(['board'], 16)).toBe(25)
    expect(timeline.next(['teacher'], 0)).toBeNull()
  })
  test('marks only what every track lacks', () => {
    expect(timeline.silences()).toEqual([{ from: 0, to: 1 }, { from: 15, to: 20 }])
  })
  test('learns that media end before the playlist says so', () => {
    const short = new Timeline()
    short.set('audio', { from: 0, to: 50, holes: [{ from: 10, to: 20 }] })
    expect(short.end('audio', 9.5)).toBe(10)
    short.shorten('audio', 9.5)
    expect(short.has('audio', 9.5)).toBe(false)
    expect(short.resumes('audio', 9.5)).toBe(20)
    short.shorten('audio', 49.6)
    expect(short.duration).toBe(49.6)
  })
  test('knows what is still to come while a lesson is recorded', () => {
    const growing = new Timeline()
    growing.set('audio', { from: 0, to: 50, holes: [] })
    growing.set('teacher', { from: 0, to: 53, holes: [] })
    growing.set('board', { from: 0, to: 20, holes: [] })
    expect(growing.pending('audio', 50)).toBe(true)
    expect(growing.pending('audio', 40)).toBe(false)
    expect(growing.pending('board', 30)).toBe(false)
    expect(growing.edge(['audio', 'teacher', 'board'])).toBe(50)
  })
  test('an empty one is nothing long', () => expect(new Timeline().duration).toBe(0))
})
