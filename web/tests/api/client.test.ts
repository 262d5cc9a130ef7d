import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { call, edit, first, held, LIMIT_MS, Problem, Unreachable } from '../../src/api/client'

let answer: (path: string, init: RequestInit) => Promise<Response>
beforeEach(() => vi.stubGlobal('fetch', (path: string, init: RequestInit) => answer(path, init)))
afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers() })

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json', ...headers } }))

describe('call', () => {
  test('sends JSON with the page\'s language and gives the answer', async () => {
    let seen: RequestInit = {}
    answer = (_path, init) => { seen = init; return json(200, { id: 'a' }) }
    await expect(call('POST', '/api/session', { username: 'u' })).resolves.toEqual({ id: 'a' })
    expect(seen.body).toBe('{"username":"u"}')
    expect(seen.headers).toMatchObject({ 'Accept-Language': 'zh-CN', 'Content-Type': 'application/json' })
  })

  test('gives nothing for 204', async () => {
    answer = () => Promise.resolve(new Response(null, { status: 204 }))
    await expect(call('DELETE', '/api/session')).resolves.toBeUndefined()
  })

  test('raises the problem that the server described', async () => {
    answer = () => json(429, { type: '/problems/too-many', detail: '请等一分钟。' }, { 'Retry-After': '60' })
    await expect(call('GET', '/x')).rejects.toMatchObject({ status: 429, slug: 'too-many', detail: '请等一分钟。', retryAfter: 60 })
  })

  test('raises a problem without words for an answer that is no document', async () => {
    answer = () => Promise.resolve(new Response('<html>', { status: 404 }))
    await expect(call('GET', '/x')).rejects.toBeInstanceOf(Problem)
  })

  test('takes a gateway\'s page for a server that is away', async () => {
    answer = () => Promise.resolve(new Response('<html>', { status: 502 }))
    await expect(call('GET', '/x')).rejects.toBeInstanceOf(Unreachable)
    answer = () => json(503, { type: '/problems/no-node', detail: '没有媒体节点。' })
    await expect(call('GET', '/x')).rejects.toBeInstanceOf(Problem)
  })

  test('raises Unreachable when nothing answers, at once or in time', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'))
    await expect(call('GET', '/x')).rejects.toBeInstanceOf(Unreachable)
    vi.useFakeTimers()
    answer = (_path, init) => new Promise((_resolve, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    const waiting = expect(call('GET', '/x')).rejects.toBeInstanceOf(Unreachable)
    await vi.advanceTimersByTimeAsync(LIMIT_MS + 1)
    await waiting
  })
})

test('a refusal of a file is read before the browser fetches it', async () => {
  let asked: unknown
  answer = (_path, init) => { asked = init.headers; return Promise.resolve(new Response('x', { status: 206 })) }
  await expect(first('/f.mp4')).resolves.toBeUndefined()
  expect(asked).toMatchObject({ Range: 'bytes=0-0' })
  answer = () => json(403, { type: '/problems/export-needs-approval', detail: '要先批准。' })
  await expect(first('/f.mp4')).rejects.toMatchObject({ detail: '要先批准。' })
})

test('an edit names the version that was read', async () => {
  answer = () => json(200, { title: '圆' }, { ETag: '"a1"' })
  const read = await held<{ title: string }>('/api/recordings/a/details')
  expect(read).toEqual({ value: { title: '圆' }, tag: '"a1"' })
  let seen: RequestInit = {}
  answer = (_path, init) => { seen = init; return json(412, { type: '/problems/precondition-failed', detail: '已被改过。' }) }
  await expect(edit('/api/recordings/a/details', { title: '方' }, read.tag)).rejects.toMatchObject({ status: 412, detail: '已被改过。' })
  expect(seen).toMatchObject({ method: 'PATCH', headers: { 'If-Match': '"a1"' } })
})
