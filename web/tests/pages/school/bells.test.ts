import { expect, test } from 'vitest'
import { clockOf, linesOf, periodsOf } from '../../../src/pages/school/bells'

test('periods read as people write them, and are written the same way', () => {
  const periods = periodsOf('8:30-9:10\n\n 09：20 至 10：00 ')
  expect(periods).toEqual([{ number: 1, start_minute: 510, end_minute: 550 }, { number: 2, start_minute: 560, end_minute: 600 }])
  expect(linesOf(periods as never)).toBe('08:30-09:10\n09:20-10:00')
  expect(clockOf(1439)).toBe('23:59')
})

test.each([
  ['nothing', '', 1], ['words', '8:30-9:10\n早读', 2], ['an end before its start', '9:10-8:30', 1],
  ['a period that begins before the last one ended', '8:30-9:10\n9:00-9:40', 2], ['a minute that no clock shows', '8:75-9:10', 1], ['a day that is too long', '23:30-24:10', 1],
])('%s is answered with its line', (_what, text, line) => {
  expect(periodsOf(text)).toBe(line)
})

test('a period may follow the last one at once, and end at midnight', () => {
  expect(periodsOf('22:00-23:00\n23:00-24:00')).toHaveLength(2)
})
