import { expect, test } from 'vitest'
import { arrangement, seen } from '../../../src/pages/replay/layout'

const all = { audio: true, teacher: true, board: true }

test('sound alone loads no picture', () => {
  expect(seen('sound', true, all)).toEqual(['audio'])
})

test('without the small picture only one is loaded', () => {
  expect(seen('board', false, all)).toEqual(['audio', 'board'])
  expect(seen('teacher', false, all)).toEqual(['audio', 'teacher'])
  expect(seen('board', true, all)).toEqual(['audio', 'teacher', 'board'])
})

test('a lesson without a board shows its teacher in every layout, and the other way round', () => {
  expect(seen('board', false, { ...all, board: false })).toEqual(['audio', 'teacher'])
  expect(seen('teacher', true, { ...all, teacher: false })).toEqual(['audio', 'board'])
  expect(seen('side', true, { audio: false, teacher: false, board: false })).toEqual([])
})

test('the stage is divided by what is loaded', () => {
  expect(arrangement('board', ['audio', 'teacher', 'board'])).toBe('both-board')
  expect(arrangement('teacher', ['teacher', 'board'])).toBe('both-teacher')
  expect(arrangement('side', ['teacher', 'board'])).toBe('both-side')
  expect(arrangement('board', ['audio', 'teacher'])).toBe('teacher')
  expect(arrangement('sound', ['audio'])).toBe('sound')
})
