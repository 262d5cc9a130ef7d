import { afterEach, expect, test } from 'vitest'
import { fill, include, language, speak, t, type Key } from '../../src/i18n'

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

test('Chinese that comes with a page is there at once, also behind a change of language', async () => {
  await speak('en')
  include({ 'talk.hands': '举手了' })
  expect(t('talk.hands')).toBe('Hands')
  await speak('zh')
  expect(t('talk.hands')).toBe('举手了')
  include({ 'talk.hands': '举手' })
})

test('a string that is nowhere shows its key', () => {
  expect(t('no.such' as Key)).toBe('no.such')
})
