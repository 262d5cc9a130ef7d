import { afterEach, expect, test, vi } from 'vitest'
import type { ClassStanding, Interaction, Message } from '../../src/api/types'
import { letter, newestFor, openPoll, queueOf, shares, Talk } from '../../src/ui/talk'

const standing = (room_id: string, hand_place: number | null): ClassStanding => ({ room_id, class_name: '', school_name: '', hand_up_since: null, hand_place, speaks: false, picture_allowed: false, help_since: null, head_count: null })
const message = (number: number, room_id: string | null): Message => ({ number, room_id, at: '2026-09-07T01:00:00Z', author: '', text: '' })
const view = (values: Partial<Interaction>): Interaction => ({ classes: [], messages: [], polls: [], ...values })
const poll = (number: number, closed_at: string | null) => ({ number, question: '', choices: 2, opened_at: '2026-09-07T01:00:00Z', closed_at, total: [0, 0], classes: [] })

afterEach(() => vi.unstubAllGlobals())

/** A server that answers when the test says so. */
function server() {
  const waiting: ((view: Interaction) => void)[] = []
  vi.stubGlobal('fetch', () => new Promise<Response>(answer => waiting.push(view => answer(new Response(JSON.stringify(view), { headers: { 'content-type': 'application/json' } })))))
  return { asked: () => waiting.length, answer: async (view: Interaction) => { waiting.shift()?.(view); await new Promise(done => setTimeout(done)) } }
}

test('hands queue by their place', () => {
  expect(queueOf(view({ classes: [standing('a', 2), standing('b', null), standing('c', 1)] })).map(one => one.room_id)).toEqual(['c', 'a'])
  expect(queueOf(null)).toEqual([])
})

test('only the last poll can be open', () => {
  expect(openPoll(null)).toBeNull()
  expect(openPoll(view({ polls: [poll(1, null), poll(2, '2026-09-07T01:01:00Z')] }))).toBeNull()
  expect(openPoll(view({ polls: [poll(1, '2026-09-07T01:01:00Z'), poll(2, null)] }))?.number).toBe(2)
})

test('each side is shown what the other one said last, until it has seen it', () => {
  const said = view({ messages: [message(1, null), message(2, 'a'), message(3, null)] })
  expect(newestFor(said, 'a', 0)?.number).toBe(3)
  expect(newestFor(said, 'a', 3)).toBeNull()
  expect(newestFor(said, null, 0)?.number).toBe(2)
})

test('shares of nobody are nothing', () => {
  expect(shares([0, 0])).toEqual({ voters: 0, percent: [0, 0] })
  expect(shares([1, 2])).toEqual({ voters: 3, percent: [33, 67] })
  expect([0, 5].map(letter)).toEqual(['A', 'F'])
})

test('many events at once make two questions, and the later answer stands', async () => {
  const { asked, answer } = server()
  const talk = new Talk()
  talk.follow('lesson')
  for (let n = 0; n < 10; n++) void talk.refresh()
  expect(asked()).toBe(1)
  await answer(view({ messages: [message(1, null)] }))
  expect(asked()).toBe(1)
  await answer(view({ messages: [message(1, null), message(2, null)] }))
  expect(asked()).toBe(0)
  expect(talk.state.view?.messages.length).toBe(2)
})

test('an answer about a lesson that is not followed any more is dropped', async () => {
  const { answer } = server()
  const talk = new Talk()
  talk.follow('before')
  talk.follow(null)
  await answer(view({ messages: [message(1, null)] }))
  expect(talk.state.view).toBeNull()
})

test('what is refused says why', async () => {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ title: '', detail: '这节课现在没有在上，不能互动。', status: 409 }), { status: 409, headers: { 'content-type': 'application/problem+json' } }))
  const talk = new Talk()
  talk.follow('lesson')
  await new Promise(done => setTimeout(done))
  const { interaction } = await import('../../src/api/endpoints')
  expect(await talk.act(id => interaction.hand(id, true))).toBe(false)
  expect(talk.state).toMatchObject({ failure: '这节课现在没有在上，不能互动。', busy: false })
})
