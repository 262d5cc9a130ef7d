/** What the classroom's screen says when there is no lesson picture. Pure. */
import type { Lesson } from '../../api/types'
import type { Phase } from '../../media/lifeline'

export type Enrolment = 'asking' | 'unknown' | 'refused' | 'enrolled'

export interface Situation {
  enrolment: Enrolment
  /** The server answered lately. */
  online: boolean
  lesson: Lesson | null
  /** The lesson that has just ended, for a few minutes. */
  over: Lesson | null
  phase: Phase
  /** Why the last connection failed, as far as it was the network's fault. */
  network: boolean
  /** Another device of this room plays the lesson. */
  elsewhere: boolean
  /** Something was seen or heard in this lesson already. */
  flowed: boolean
  showing: boolean
}

export type Slate = 'unknown' | 'refused' | 'offline' | 'asking' | 'joining' | 'elsewhere' | 'network' | 'away' | 'waiting' | 'over' | 'next' | 'none'

export const joinable = (lesson: Lesson | null): boolean => lesson?.state === 'open' || lesson?.state === 'live'

export function slate(now: Situation): Slate | null {
  if (now.showing) return null
  if (now.enrolment === 'unknown' || now.enrolment === 'refused') return now.enrolment
  if (now.enrolment === 'asking') return now.online ? 'asking' : 'offline'
  if (joinable(now.lesson)) {
    if (now.elsewhere) return 'elsewhere'
    if (now.network && now.phase !== 'connected') return 'network'
    if (now.flowed) return 'away'
    return now.phase === 'connected' || now.lesson?.state === 'open' ? 'waiting' : 'joining'
  }
  if (now.over) return 'over'
  return now.lesson && (now.lesson.state === 'planned') ? 'next' : 'none'
}

export type Light = { tone: 'good' | 'warn' | 'bad'; word: 'lesson' | 'rejoin' | 'ready' | 'offline' | 'waiting' | 'elsewhere' | 'unknown' }

export function light(now: Situation): Light {
  if (now.enrolment === 'unknown' || now.enrolment === 'refused') return { tone: 'bad', word: 'unknown' }
  if (now.showing) return { tone: 'good', word: 'lesson' }
  if (joinable(now.lesson) && now.elsewhere) return { tone: 'warn', word: 'elsewhere' }
  if (joinable(now.lesson) && (now.network || now.flowed)) return { tone: 'warn', word: 'rejoin' }
  if (!now.online) return { tone: 'bad', word: 'offline' }
  return joinable(now.lesson) ? { tone: 'good', word: 'waiting' } : { tone: 'good', word: 'ready' }
}
