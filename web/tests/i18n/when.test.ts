import { expect, test } from 'vitest'
import { dateText, dayText, inText, lengthText, slotText } from '../../src/i18n/when'

const now = Date.parse('2026-11-24T02:00:00Z')

test('near days have names, others a date with the weekday', () => {
  expect(dayText(now, now)).toBe('今天')
  expect(dayText(now + 86_400_000, now)).toBe('明天')
  expect(dayText(now - 86_400_000, now)).toBe('昨天')
  expect(dayText(Date.parse('2026-11-29T00:00:00Z'), now)).toBe('11月29日 周日')
  expect(dateText(now)).toBe('11月24日 周二')
})

test('a slot is told in Shanghai time', () => {
  expect(slotText('2026-11-24T02:20:00Z', '2026-11-24T03:00:00Z')).toBe('10:20–11:00')
})

test('waits are rounded up, lengths down', () => {
  expect(inText(30_000)).toBe('1 分钟后')
  expect(inText(59.2 * 60_000)).toBe('1 小时 0 分钟后')
  expect(lengthText(2399)).toBe('39 分钟')
  expect(lengthText(3700)).toBe('1 小时 1 分钟')
  expect(lengthText(42)).toBe('42 秒')
})
