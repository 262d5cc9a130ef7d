import { expect, test } from 'vitest'
import { firstOf, namesOf, openingRate } from '../../../src/pages/overview/day'

const counts = (due: number, held: number) => ({ total: due, live: 0, to_come: 0, due, held, cancelled: 0 })

test('the opening rate is of the lessons that were due, and never rounded up to all', () => {
  expect(openingRate(counts(0, 0))).toBeNull()
  expect(openingRate(counts(3, 2))).toBe(66.6)
  expect(openingRate(counts(3000, 2999))).toBe(99.9)
  expect(openingRate(counts(4, 4))).toBe(100)
})

test('a long list of schools is cut to three', () => {
  const places = ['甲', '乙', '丙', '丁', '戊'].map(name => ({ name }))
  expect(namesOf(places)).toEqual({ names: '甲、乙、丙', more: 2 })
  expect(namesOf(places.slice(0, 2))).toEqual({ names: '甲、乙', more: 0 })
})

test('every lesson in trouble is shown, and others as far as there is room', () => {
  const lessons = [{ id: 1, trouble: null }, { id: 2, trouble: 'not_started' }, { id: 3, trouble: null }, { id: 4, trouble: 'classes_missing' }]
  expect(firstOf(lessons, 3).map(one => one.id)).toEqual([2, 4, 1])
  expect(firstOf(lessons, 1).map(one => one.id)).toEqual([2, 4])
})
