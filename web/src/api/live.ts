/** One function per endpoint that classroom and studio need: who a device is, which lessons there are, what is done in them. */
import { hedged } from '../state/hedge'
import { call } from './client'
import type * as of from './types'

const at = encodeURIComponent

export const device = {
  enrol: (key: string) => call<of.Device>('POST', '/api/device-session', { key }),
  get: () => call<of.Device>('GET', '/api/device'),
  plan: () => call<of.SignedPlan>('GET', '/api/device/plan'),
  acknowledge: (version: string) => call<void>('POST', '/api/device/plan/acknowledgement', { version }),
  status: (status: of.DeviceStatus) => call<void>('POST', '/api/device/status', status),
  nextKey: () => call<{ key: string }>('POST', '/api/device/key'),
}

export const enrolments = {
  begin: () => call<of.Enrolling>('POST', '/api/enrolments'),
  claim: (id: string, secret: string) => call<of.Claimed>('POST', `/api/enrolments/${at(id)}/claim`, { secret }),
}

const pageOfDay = (day: string | undefined, cursor: string | null) =>
  call<of.LessonList>('GET', `/api/lessons?${new URLSearchParams({ ...(day ? { day } : {}), ...(cursor ? { cursor } : {}) }).toString()}`)

export const lessons = {
  /** All of them, page by page: a city has hundreds a day. */
  ofDay: async (day?: string): Promise<of.LessonList> => {
    let answer = await pageOfDay(day, null)
    const items = [...answer.items]
    while (answer.next_cursor) {
      answer = await pageOfDay(day, answer.next_cursor)
      items.push(...answer.items)
    }
    return { ...answer, items }
  },
  get: (id: string) => call<of.Lesson>('GET', `/api/lessons/${at(id)}`),
  start: (id: string) => call<of.Lesson>('POST', `/api/lessons/${at(id)}/start`),
  end: (id: string) => call<of.Lesson>('POST', `/api/lessons/${at(id)}/end`),
  receivers: (id: string) => call<of.ReceiverList>('GET', `/api/lessons/${at(id)}/receivers`),
  /** Asked again while it hangs: this is the first question after an outage. */
  mediaToken: (id: string, direction: 'publish' | 'receive', resumes?: string | null, takesOver = false) =>
    hedged(signal => call<of.MediaToken>('POST', `/api/lessons/${at(id)}/media-tokens`, { direction, ...(resumes ? { resumes } : {}), ...(takesOver ? { takes_over: true } : {}) }, signal)),
  /** For the class that has the word to be seen and heard, and for its teacher to see and hear it. */
  stageToken: (id: string, direction: 'publish' | 'receive') =>
    hedged(signal => call<of.MediaToken>('POST', `/api/lessons/${at(id)}/media-tokens`, { direction, on_stage: true }, signal)),
}

const talk = (id: string) => `/api/lessons/${at(id)}/interaction`

/** What classes and teacher do in a lesson; each answers where the lesson stands then. */
export const interaction = {
  get: (id: string) => call<of.Interaction>('GET', talk(id)),
  hand: (id: string, up: boolean) => call<of.Interaction>('PUT', `${talk(id)}/hand`, { up }),
  help: (id: string, asked: boolean) => call<of.Interaction>('PUT', `${talk(id)}/help`, { asked }),
  headCount: (id: string, count: number) => call<of.Interaction>('PUT', `${talk(id)}/head-count`, { count }),
  word: (id: string, room: string, speaks: boolean) => call<of.Interaction>('PUT', `${talk(id)}/classes/${at(room)}/word`, { speaks }),
  message: (id: string, text: string) => call<of.Interaction>('POST', `${talk(id)}/messages`, { text }),
  poll: (id: string, question: string, choices: number) => call<of.Interaction>('POST', `${talk(id)}/polls`, { question, choices }),
  closePoll: (id: string, poll: number) => call<of.Interaction>('POST', `${talk(id)}/polls/${poll}/close`),
  answer: (id: string, poll: number, votes: number[]) => call<of.Interaction>('PUT', `${talk(id)}/polls/${poll}/answer`, { votes }),
}
