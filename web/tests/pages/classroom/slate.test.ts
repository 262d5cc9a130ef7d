import { describe, expect, test } from 'vitest'
import type { Lesson } from '../../../src/api/types'
import { light, slate, type Situation } from '../../../src/pages/classroom/slate'

const lesson = (state: Lesson['state']) => ({ id: 'l', state }) as Lesson
const now = (values: Partial<Situation>): Situation => ({ enrolment: 'enrolled', online: true, lesson: null, over: null, phase: 'idle', network: false, elsewhere: false, flowed: false, showing: false, ...values })

describe('the slate', () => {
  test.each<[string, Partial<Situation>, string | null]>([
    ['a device that nobody knows', { enrolment: 'unknown' }, 'unknown'],
    ['a key that is not valid', { enrolment: 'refused' }, 'refused'],
    ['the first moment', { enrolment: 'asking' }, 'asking'],
    ['the first moment without a server', { enrolment: 'asking', online: false }, 'offline'],
    ['no lesson today', {}, 'none'],
    ['a lesson later', { lesson: lesson('planned') }, 'next'],
    ['a cancelled lesson', { lesson: lesson('cancelled') }, 'none'],
    ['an open room without a teacher', { lesson: lesson('open'), phase: 'connected' }, 'waiting'],
    ['an open room while joining', { lesson: lesson('open'), phase: 'connecting' }, 'waiting'],
    ['a lesson that another device of the room plays', { lesson: lesson('live'), elsewhere: true, flowed: true }, 'elsewhere'],
    ['a live lesson while joining', { lesson: lesson('live'), phase: 'connecting' }, 'joining'],
    ['a live lesson whose teacher is not sending yet', { lesson: lesson('live'), phase: 'connected' }, 'waiting'],
    ['a lesson that shows', { lesson: lesson('live'), phase: 'connected', flowed: true, showing: true }, null],
    ['a teacher who went away', { lesson: lesson('live'), phase: 'connected', flowed: true }, 'away'],
    ['a teacher who went away, while asking anew', { lesson: lesson('live'), phase: 'waiting', flowed: true }, 'away'],
    ['our own line broken', { lesson: lesson('live'), phase: 'waiting', flowed: true, network: true }, 'network'],
    ['our own line broken, while trying', { lesson: lesson('live'), phase: 'connecting', flowed: true, network: true }, 'network'],
    ['our own line broken from the start, while trying', { lesson: lesson('live'), phase: 'connecting', network: true }, 'network'],
    ['our line back, the teacher not yet', { lesson: lesson('live'), phase: 'connected', flowed: true, network: true }, 'away'],
    ['the end of a lesson', { over: lesson('ended') }, 'over'],
    ['the end of a lesson with one to come', { over: lesson('ended'), lesson: lesson('planned') }, 'over'],
    ['the next lesson opens right after', { over: lesson('ended'), lesson: lesson('open'), phase: 'connected' }, 'waiting'],
  ])('%s', (_name, values, expected) => expect(slate(now(values))).toBe(expected))
})

describe('the light', () => {
  test.each<[Partial<Situation>, string, string]>([
    [{}, 'good', 'ready'],
    [{ online: false }, 'bad', 'offline'],
    [{ enrolment: 'unknown' }, 'bad', 'unknown'],
    [{ lesson: lesson('live'), showing: true }, 'good', 'lesson'],
    [{ lesson: lesson('live'), showing: true, online: false }, 'good', 'lesson'],
    [{ lesson: lesson('live'), flowed: true }, 'warn', 'rejoin'],
    [{ lesson: lesson('open') }, 'good', 'waiting'],
  ])('%o', (values, tone, word) => expect(light(now(values))).toEqual({ tone, word }))
})
