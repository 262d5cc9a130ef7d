import { describe, expect, test } from 'vitest'
import { clipQuery, fit, KEPT, momentQuery, remembered, resumption, seconds, shared, Taps, watchedList } from '../../src/player/moment'

describe('seconds of a link', () => {
  test.each<[string, number | null]>([
    ['0', 0], ['90', 90], ['90.5', 90.5], ['1:30', 90], ['75:00', 4500], ['1:02:03', 3723], ['1m30s', 90], ['2h', 7200], ['45s', 45],
    ['', null], ['-3', null], ['abc', null], ['1e9', null], ['1:75', null], ['s', null], ['999999', null], ['30h', null], ['1:2', null], [' 3', null], ['NaN', null],
  ])('%s', (text, found) => expect(seconds(text)).toBe(found))
})

describe('what a link asks for', () => {
  test.each<[Parameters<typeof shared>[0], ReturnType<typeof shared>]>([
    [{}, { kind: 'none' }],
    [{ t: '83' }, { kind: 'at', at: 83 }],
    [{ from: '80', to: '1:35' }, { kind: 'clip', from: 80, to: 95 }],
    [{ to: '20' }, { kind: 'clip', from: 0, to: 20 }],
    [{ t: '5', from: '80', to: '95' }, { kind: 'clip', from: 80, to: 95 }],
    [{ from: '80' }, { kind: 'unreadable' }],
    [{ from: '95', to: '80' }, { kind: 'unreadable' }],
    [{ from: '80', to: '80' }, { kind: 'unreadable' }],
    [{ t: 'soon' }, { kind: 'unreadable' }],
    [{ t: ['1', '2'] }, { kind: 'unreadable' }],
    [{ t: null }, { kind: 'unreadable' }],
  ])('%j', (query, wish) => expect(shared(query)).toEqual(wish))

  test('a written link is read as it was meant', () => {
    expect(shared(Object.fromEntries(new URLSearchParams(momentQuery(83.9))))).toEqual({ kind: 'at', at: 83 })
    expect(shared(Object.fromEntries(new URLSearchParams(clipQuery(95.2, 80.7))))).toEqual({ kind: 'clip', from: 80, to: 96 })
    expect(shared(Object.fromEntries(new URLSearchParams(clipQuery(7, 7))))).toEqual({ kind: 'clip', from: 7, to: 8 })
    expect(momentQuery(-1)).toBe('t=0')
  })
})

test('a clip fits, loses its end, or lies beyond', () => {
  const clip = (from: number, to: number) => ({ kind: 'clip', from, to }) as const
  expect(fit(clip(10, 20), 20)).toBe('whole')
  expect(fit(clip(10, 20.1), 20)).toBe('cut')
  expect(fit(clip(19.5, 30), 20)).toBe('beyond')
  expect(fit(clip(50, 60), 20)).toBe('beyond')
  expect(fit({ kind: 'at', at: 19 }, 20)).toBe('whole')
  expect(fit({ kind: 'at', at: 20 }, 20)).toBe('beyond')
  expect(fit({ kind: 'none' }, 0)).toBe('whole')
})

test('one goes on where one stopped, but not at the first seconds nor at the end', () => {
  expect(resumption(3, 2400, false)).toBeNull()
  expect(resumption(600, 2400, false)).toBe(600)
  expect(resumption(2390, 2400, false)).toBeNull()
  expect(resumption(2390, 2400, true)).toBe(2390)
})

test('the newest of what was begun comes first, each lesson once, and the list has an end', () => {
  let list = remembered([], 'a', 60, 2400, 1)
  list = remembered(list, 'b', 30, 2400, 2)
  list = remembered(list, 'a', 90, 2400, 3)
  expect(list.map(one => [one.lesson, one.seconds])).toEqual([['a', 90], ['b', 30]])
  expect(remembered(list, 'a', null, 2400, 4).map(one => one.lesson)).toEqual(['b'])
  for (let i = 0; i < 20; i++) list = remembered(list, `c${i}`, 60, 100, i)
  expect(list).toHaveLength(KEPT)
  expect(list[0]?.lesson).toBe('c19')
})

test('what a browser kept may be damaged', () => {
  const good = { lesson: 'a', seconds: 1, duration: 2, at: 3 }
  expect(watchedList([good, null, 'x', { lesson: 1 }, { ...good, seconds: '1' }])).toEqual([good])
  expect(watchedList({ a: 1 })).toEqual([])
  expect(watchedList(null)).toEqual([])
})

test('a second quick tap steps at the sides and fills the screen in the middle', () => {
  const taps = new Taps()
  expect(taps.tap(0, 0.9)).toBe('toggle')
  expect(taps.tap(200, 0.9)).toBe('onward')
  expect(taps.tap(300, 0.1)).toBe('toggle')
  expect(taps.tap(500, 0.1)).toBe('backward')
  expect(taps.tap(5000, 0.5)).toBe('toggle')
  expect(taps.tap(5100, 0.5)).toBe('full')
  expect(taps.tap(6000, 0.5)).toBe('toggle')
  expect(taps.tap(7000, 0.5)).toBe('toggle')
})
