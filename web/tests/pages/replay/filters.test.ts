import { expect, test } from 'vitest'
import { addressOf, filtersOf, narrows } from '../../../src/pages/replay/filters'

test('an address and its filters say the same', () => {
  const query = { q: '圆', kind: 'famous_school', subject: '数学', grade: '6', week: '2026-09-07', to_review: 'true' }
  expect(addressOf(filtersOf(query))).toEqual(query)
  expect(narrows(filtersOf(query))).toBe(true)
})

test('what narrows nothing is not in the address', () => {
  expect(addressOf(filtersOf({ q: '  ' }))).toEqual({})
  expect(narrows(filtersOf({}))).toBe(false)
})

test('what an address says wrongly is left out', () => {
  const empty = { q: '', kind: '', subject: '', grade: '', week: '', to_review: '' }
  expect(filtersOf({ kind: 'concert', grade: '13', week: '2026-13-40', subject: ['a', 'b'], q: null, to_review: 'yes' })).toEqual(empty)
  expect(filtersOf({ q: 'x'.repeat(300) }).q.length).toBe(100)
})
