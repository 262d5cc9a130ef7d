import { afterEach, expect, test } from 'vitest'
import { fill, language, speak, t } from '../../src/i18n'

afterEach(() => speak('zh'))

test('Chinese is there without waiting, English when asked for', async () => {
  expect(t('login.enter')).toBe('登录')
  await speak('en')
  expect(language.value).toBe('en')
  expect(t('login.enter')).toBe('Sign in')
})

test('fills what it has and leaves what it has not', () => {
  expect(fill('{a} / {b}', { a: 1 })).toBe('1 / {b}')
  expect(t('studio.classesCount', { connected: 2, total: 3 })).toBe('2 / 3 已连接')
})
