/** Calls of the JSON API. Cookies identify the caller; every failure is a `Problem` or `Unreachable`. */
import { language } from '../i18n'

/** The server answered, and said no (RFC 9457). `detail` is written for the person at the screen. */
export class Problem extends Error {
  constructor(readonly status: number, readonly slug: string, readonly detail: string, readonly retryAfter: number | null) {
    super(`${status} ${slug}: ${detail}`)
    this.name = 'Problem'
  }
}

/** Nothing answered: the server is down, or the network is. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super(`no answer: ${String(cause)}`)
    this.name = 'Unreachable'
  }
}

export const LIMIT_MS = 15_000

/** What was read, and the tag by which an edit names it. */
export interface Held<T> { value: T; tag: string }

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export async function call<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return (await ask<T>(method, path, body, {}, signal)).value
}

/** Read something that will be edited. */
export const held = <T>(path: string) => ask<T>('GET', path)

/** Edit what was read under a tag: a `Problem` 412 if somebody else has changed it since. */
export const edit = async <T>(path: string, body: unknown, tag: string) => (await ask<T>('PATCH', path, body, { 'If-Match': tag })).value

async function ask<T>(method: Method, path: string, body?: unknown, more: Record<string, string> = {}, signal?: AbortSignal): Promise<Held<T>> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), LIMIT_MS)
  signal?.addEventListener('abort', () => abort.abort())
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language.value === 'en' ? 'en' : 'zh-CN', ...more }
  // A file goes as it is; everything else as JSON.
  const file = body instanceof Blob
  if (body !== undefined) headers['Content-Type'] = file ? 'application/octet-stream' : 'application/json'
  try {
    const init: RequestInit = { method, headers, credentials: 'same-origin', signal: abort.signal }
    if (body !== undefined) init.body = file ? body : JSON.stringify(body)
    const answer = await fetch(path, init).catch((error: unknown) => { throw new Unreachable(error) })
    if (!answer.ok) throw await problem(answer)
    return { value: (answer.status === 204 ? undefined : await answer.json()) as T, tag: answer.headers.get('ETag') ?? '' }
  } finally {
    clearTimeout(timer)
  }
}

/** Fetch a small text file. */
export async function text(path: string): Promise<string> {
  const answer = await fetch(path, { credentials: 'same-origin' }).catch((error: unknown) => { throw new Unreachable(error) })
  if (!answer.ok) throw await problem(answer)
  return answer.text()
}

/** Ask for the first byte of a file, so that a refusal can be read before the browser is sent for it. */
export async function first(path: string): Promise<void> {
  const headers = { Range: 'bytes=0-0', 'Accept-Language': language.value === 'en' ? 'en' : 'zh-CN' }
  const answer = await fetch(path, { headers, credentials: 'same-origin' }).catch((error: unknown) => { throw new Unreachable(error) })
  if (!answer.ok) throw await problem(answer)
  await answer.body?.cancel()
}

/** A gateway's 502 to 504 without a problem document means that the server itself did not answer. */
export async function problem(answer: Response): Promise<Problem | Unreachable> {
  const type = answer.headers.get('Content-Type') ?? ''
  const document = type.includes('json') ? await answer.json().catch(() => null) as { type?: string; detail?: string; title?: string } | null : null
  if (!document && answer.status >= 502) return new Unreachable(answer.status)
  const wait = Number(answer.headers.get('Retry-After') ?? NaN)
  return new Problem(answer.status, (document?.type ?? '').split('/').pop() ?? '', document?.detail ?? document?.title ?? '', Number.isFinite(wait) ? wait : null)
}
