import { expect, test } from 'vitest'
import type { LedgerRow } from '../../../src/api/types'
import { include } from '../../../src/i18n'
import { zhSchool } from '../../../src/i18n/school.zh'
import { BARS_MAX, barsOf, spanProblem, spentText, sumsOf, verdictOf } from '../../../src/pages/ledger/figures'

const row = (id: string, values: Partial<LedgerRow> = {}) => ({ id, name: id, lessons: 10, held: 9, planned: 24_000, delivered: 21_600, ...values }) as LedgerRow

test('sums weigh a class by its lessons, not by its percentage', () => {
  expect(sumsOf([row('a', { lessons: 30, held: 30 }), row('b', { lessons: 10, held: 0, taught_hours: 2.25 })])).toMatchObject({ lessons: 40, held: 30, heldPercent: 75, deliveredPercent: 90, hours: 2.3 })
  expect(sumsOf([])).toMatchObject({ heldPercent: 0, deliveredPercent: 0, hours: 0 })
})

test('the goal is 95 percent', () => {
  expect([100, 95, 94.9, 80, 79.9].map(verdictOf)).toEqual(['good', 'good', 'warn', 'warn', 'bad'])
})

test('bars are the largest groups; months stay in order and the newest are shown', () => {
  const rows = Array.from({ length: 20 }, (_, index) => row(`2026-${String(index + 10)}`, { lessons: index }))
  expect(barsOf(rows, 'school').map(one => one.lessons).slice(0, 2)).toEqual([19, 18])
  const months = barsOf([...rows].reverse(), 'month')
  expect([months.length, months[0]?.id, months[BARS_MAX - 1]?.id]).toEqual([16, '2026-14', '2026-29'])
})

test('time reads in hours and minutes', () => {
  include(zhSchool)
  expect([spentText(0), spentText(3_570), spentText(7_500)]).toEqual(['0 分', '1 小时 0 分', '2 小时 5 分'])
})

test('a span is a day to 400 days, first to last', () => {
  expect(spanProblem('2026-09-01', '2026-09-01')).toBe('')
  expect(spanProblem('2025-09-01', '2026-10-06')).toBe('')
  expect(spanProblem('2025-09-01', '2026-10-07')).toBe('ledger.tooLong')
  expect(spanProblem('2026-09-02', '2026-09-01')).toBe('ledger.backwards')
})
