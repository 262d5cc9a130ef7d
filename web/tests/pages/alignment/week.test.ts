import { expect, test } from 'vitest'
import type { Attended, ClassWeek, Run } from '../../../src/api/types'
import { cell, countText, daysOf, inLanguage, isOpen, matching, minuteText, part, placeOf, schoolsOf, spanOf, withRun } from '../../../src/pages/alignment/week'

const lesson = (weekday: number, period: number, weeks = 'every') => ({ weekday, period, weeks }) as Attended
const week = (school: string, unmet: number) => ({ school: { id: school, name: school }, name: '三年级1班', district: '安州区', unmet: Array(unmet).fill({}) }) as unknown as ClassWeek
const run = (id: string, state: string) => ({ id, state, seconds: 60, elapsed_seconds: 15 }) as Run

test('minutes read as a clock', () => {
  expect(minuteText(500)).toBe('08:20')
  expect(spanOf(500, 540)).toBe('08:20–09:00')
})

test('a week has five days, and six when something is on Saturday', () => {
  expect(daysOf([])).toEqual([1, 2, 3, 4, 5])
  expect(daysOf([lesson(6, 1)])).toHaveLength(6)
})

test('a cell may hold one lesson for odd and one for even weeks', () => {
  const lessons = [lesson(1, 2, 'odd'), lesson(1, 2, 'even'), lesson(1, 3)]
  expect(cell({ lessons }, 1, 2)).toHaveLength(2)
  expect(cell({ lessons }, 2, 2)).toEqual([])
})

test('half lessons are told as such', () => {
  expect([countText(5), countText(5.5)]).toEqual(['5', '5.5'])
})

test('progress is a part of the time, and whole at the end', () => {
  expect(part(run('r', 'running'))).toBe(0.25)
  expect(part(run('r', 'done'))).toBe(1)
  expect(part({ ...run('r', 'running'), seconds: 0 })).toBe(0)
  expect([isOpen(run('r', 'queued')), isOpen(run('r', 'failed'))]).toEqual([true, false])
})

test('news of a run takes its place, or the first one', () => {
  expect(withRun([run('a', 'queued')], run('a', 'done')).map(one => one.state)).toEqual(['done'])
  expect(withRun([run('a', 'done')], run('b', 'queued')).map(one => one.id)).toEqual(['b', 'a'])
})

test('classes are found by school, and those that lack something alone', () => {
  const weeks = [week('高川乡小学', 0), week('千佛镇小学', 2)]
  expect(matching(weeks, '高川', false)).toHaveLength(1)
  expect(matching(weeks, '', true).map(one => one.school.name)).toEqual(['千佛镇小学'])
})

test('a lesson is moved by its demand, its offered lesson and its slot', () => {
  expect(placeOf({ ...lesson(2, 3), demand: 'd', lesson: 'l' })).toEqual({ demand: 'd', lesson: 'l', weekday: 2, period: 3 })
})

test('schools of classes stand once each', () => {
  expect(schoolsOf([week('乙', 0), week('甲', 1), week('乙', 2)]).map(one => one.id)).toEqual(['甲', '乙'])
})

test('what is stored in both languages is said in one', () => {
  expect(inLanguage('作息时间 / a bell schedule', 'zh')).toBe('作息时间')
  expect(inLanguage('作息时间 / a bell schedule', 'en')).toBe('a bell schedule')
  expect(inLanguage('1 to 12', 'zh')).toBe('1 to 12')
})
