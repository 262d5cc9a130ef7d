/** The signed plan that a classroom keeps: read and believed only when its signature fits the key that was told at enrolment. No DOM. */
import type { Lesson } from '../../api/types'

export interface PlannedLesson { id: string; kind: Lesson['kind']; title: string; subject: string; grade: number; teacher: string; hub: string; starts_at: string; ends_at: string }
export interface Plan { device: string; room: string; version: string; issued_at: string; valid_until: string; lessons: PlannedLesson[] }

/** The plan in a compact JWS (ES256), or null if it was not signed by `key`. Browsers keep WebCrypto from pages over plain HTTP: there the plan is believed as it came. */
export async function readPlan(jws: string, key: string): Promise<Plan | null> {
  try {
    const [header = '', payload = '', signature = ''] = jws.split('.')
    const subtle = (globalThis.crypto as Crypto | undefined)?.subtle
    if (subtle) {
      const kind = { name: 'ECDSA', namedCurve: 'P-256' }
      const known = await subtle.importKey('raw', bytes(key), kind, false, ['verify'])
      const signed = new TextEncoder().encode(`${header}.${payload}`)
      if (!await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, known, bytes(signature), signed)) return null
    }
    return JSON.parse(new TextDecoder().decode(bytes(payload))) as Plan
  } catch {
    return null
  }
}

/** What a room should show by its plan: the lesson that is on, else the next one of the same day; null once the plan has run out. */
export function planned(plan: Plan, now: number): Lesson | null {
  if (now >= Date.parse(plan.valid_until)) return null
  const found = plan.lessons.find(lesson => Date.parse(lesson.ends_at) > now)
  if (!found || Date.parse(found.starts_at) - now > 24 * 3_600_000) return null
  const { id, kind, title, subject, grade, starts_at, ends_at } = found
  const named = (name: string) => ({ id: '', name })
  return { id, kind, title, subject, grade, starts_at, ends_at, teacher: named(found.teacher), hub: { school: named(found.hub), room: named(''), class_name: '' }, receivers: [], started_at: null, ended_at: null, state: 'planned', recorded: false, can: [] }
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  const found = new Uint8Array(raw.length)
  for (let index = 0; index < raw.length; index++) found[index] = raw.charCodeAt(index)
  return found
}
