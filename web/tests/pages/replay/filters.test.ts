import { expect, test } from 'vitest'
import { addressOf, filtersOf, lookFor, narrows, narrowsFurther, unitsFor } from '../../../src/pages/replay/filters'

test('an address and its filters say the same', () => {
  const query = { q: '圆', kind: 'famous_school', subject: '数学', grade: '6', week: '2026-09-07', to_review: 'true', school: 'hub', teacher: 'lin', edition: '人教版', unit: '3', status: 'review' }
  expect(addressOf(filtersOf(query))).toEqual(query)
  expect(narrows(filtersOf(query))).toBe(true)
})

test('what narrows nothing is not in the address', () => {
  expect(addressOf(filtersOf({ q: '  ' }))).toEqual({})
  expect(narrows(filtersOf({}))).toBe(false)
})

test('what an address says wrongly is left out', () => {
  const empty = { q: '', kind: '', subject: '', grade: '', week: '', to_review: '', school: '', teacher: '', edition: '', unit: '', status: '' }
  expect(filtersOf({ kind: 'concert', grade: '13', week: '2026-13-40', subject: ['a', 'b'], q: null, to_review: 'yes', unit: '0', status: 'burnt' })).toEqual(empty)
  expect(filtersOf({ q: 'x'.repeat(300) }).q.length).toBe(100)
})

const units = [
  { subject: '数学', grade: 3, edition: '人教版', number: 3, title: '测量' },
  { subject: '数学', grade: 3, edition: '北师大版', number: 3, title: '加与减' },
  { subject: '音乐', grade: 4, edition: '人音版', number: 1, title: '歌唱' },
]

test('only the units of the books that are looked for can be chosen', () => {
  const filters = filtersOf({})
  expect(unitsFor(filters, units)).toEqual(units)
  expect(unitsFor({ ...filters, subject: '数学', grade: '3' }, units).map(one => one.title)).toEqual(['测量', '加与减'])
  expect(unitsFor({ ...filters, edition: '北师大版' }, units).map(one => one.title)).toEqual(['加与减'])
})

test('a unit brings its book along, because its number alone says nothing', () => {
  const filters = filtersOf({ q: '我' })
  expect(narrowsFurther(filters)).toBe(false)
  lookFor(filters, units[1])
  expect(addressOf(filters)).toEqual({ q: '我', subject: '数学', grade: '3', edition: '北师大版', unit: '3' })
  expect(narrowsFurther(filters)).toBe(true)
  lookFor(filters, undefined)
  expect(addressOf(filters)).toEqual({ q: '我', subject: '数学', grade: '3', edition: '北师大版' })
})
