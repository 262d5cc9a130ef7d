import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Additions, neighbour } from '../../../src/pages/replay/additions'

const slides = [0, 60, 120].map(second => ({ at_ms: second * 1000, thumbnail: null, slide: true }))

test('the next slide, and the one before where one has just come to', () => {
  expect(neighbour(slides, 30, 1)).toBe(60)
  expect(neighbour(slides, 60, 1)).toBe(120)
  expect(neighbour(slides, 130, 1)).toBeNull()
  expect(neighbour(slides, 90, -1)).toBe(60)
  expect(neighbour(slides, 62, -1)).toBe(0)
  expect(neighbour(slides, 1, -1)).toBe(0)
  expect(neighbour([], 1, -1)).toBeNull()
})

const answers: Record<string, string | null> = {}
beforeEach(() => vi.stubGlobal('fetch', (path: string) => Promise.resolve(answers[path] ? new Response(answers[path]) : new Response('', { status: 404 }))))
afterEach(() => vi.unstubAllGlobals())

test('what does not answer is left out, the rest is there', async () => {
  answers['/api/recordings/art/captions'] = JSON.stringify({ items: [{ id: 'c', label: '中文', cues: 1, address: '/c', added_at: '' }], can_add: false })
  answers['/c'] = 'WEBVTT\n\n00:01.000 --> 00:02.000\n同学们好\n'
  const one = new Additions('art')
  await one.load()
  expect(one.comments.value).toBeNull()
  expect(one.chapters.value).toEqual([])
  expect(one.caption(1.5)).toBe('')
  await one.toggle()
  expect(one.chosen.value).toBe('c')
  expect(one.caption(1.5)).toBe('同学们好')
  await one.toggle()
  expect(one.caption(1.5)).toBe('')
  await one.choose('gone')
  expect(one.chosen.value).toBe('')
})
