import { afterEach, expect, test } from 'vitest'
import { speak } from '../../src/i18n'
import { gradeText, isMusic, subjectText, subjectTone } from '../../src/i18n/subject'

afterEach(() => speak('zh'))

test('a subject is known by its Chinese name and by its code', () => {
  expect(subjectText('music')).toBe('音乐')
  expect(subjectTone('音乐')).toBe(subjectTone('Music'))
  expect(isMusic('音乐') && isMusic('music')).toBe(true)
  expect(isMusic('美术')).toBe(false)
})

test('an unknown subject keeps its name and gets a quiet colour', () => {
  expect(subjectText('书法')).toBe('书法')
  expect(subjectTone('书法')).toBe('slate')
})

test('grades read as people say them', async () => {
  expect([1, 6, 9, 10].map(gradeText)).toEqual(['一年级', '六年级', '九年级', '高一'])
  await speak('en')
  expect(gradeText(4)).toBe('Grade 4')
})
