import { expect, test } from 'vitest'
import { Wish } from '../../../src/pages/replay/wish'

test('a link without a time leaves the beginning to others', () => {
  const wish = new Wish({})
  expect(wish.begin(100, false)).toBeNull()
  expect(wish.notice.value).toBe('')
})

test('a link to a second begins there', () => {
  expect(new Wish({ t: '83' }).begin(100, false)).toBe(83)
})

test.each<[Record<string, unknown>, string]>([
  [{ t: 'soon' }, '看不懂'],
  [{ t: '2:00' }, '2:00）超过了录像的长度（1:40）'],
  [{ from: '2:00', to: '2:10' }, '2:00）超过了录像的长度（1:40）'],
])('a link that does not fit says so and begins at the start: %j', (query, said) => {
  const wish = new Wish(query)
  expect(wish.begin(100, false)).toBe(0)
  expect(wish.notice.value).toContain(said)
  expect(wish.clip.value).toBeNull()
})

test('a clip whose end is missing plays to the end and says so', () => {
  const wish = new Wish({ from: '90', to: '130' })
  expect(wish.begin(100, false)).toBe(90)
  expect(wish.notice.value).toContain('2:10）超过了录像的长度（1:40），会播到录像结束')
  expect(wish.clip.value).toEqual({ from: 90, to: 100 })
})

test('while the lesson is recorded its length is not known', () => {
  const wish = new Wish({ from: '90', to: '130' })
  expect(wish.begin(100, true)).toBe(90)
  expect(wish.notice.value).toBe('')
  expect(wish.clip.value).toEqual({ from: 90, to: 130 })
})

test('playing over the end of a clip stops, jumping over it does not', () => {
  const wish = new Wish({ from: '10', to: '20' })
  wish.begin(100, false)
  expect([10, 15, 19.9].map(at => wish.passes(at))).toEqual([false, false, false])
  expect(wish.passes(20.1)).toBe(true)
  expect(wish.over.value).toBe(true)
  expect(wish.passes(20.2)).toBe(false)
  expect(wish.passes(10)).toBe(false)
  expect(wish.over.value).toBe(false)
  expect(wish.passes(60)).toBe(false)
  wish.leave()
  expect(wish.clip.value).toBeNull()
  expect(wish.passes(19.9) || wish.passes(20.1)).toBe(false)
})
