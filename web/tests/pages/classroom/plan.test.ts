import { describe, expect, test } from 'vitest'
import { planned, readPlan, type Plan } from '../../../src/pages/classroom/plan'

const DAY = 24 * 3_600_000
const NOW = Date.parse('2026-11-24T02:15:00Z')
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString()
const lesson = (id: string, from: number, to: number) => ({ id, kind: 'dedicated' as const, title: id, subject: '音乐', grade: 4, teacher: '周老师', hub: '实验小学', starts_at: at(from), ends_at: at(to) })
const plan: Plan = { device: 'd', room: 'r', version: 'v', issued_at: at(0), valid_until: at(14 * 24 * 60), lessons: [lesson('now', -10, 30), lesson('next', 45, 85), lesson('far', 3 * 24 * 60, 3 * 24 * 60 + 40)] }

const encoded = (text: string) => new TextEncoder().encode(text)
const base64url = (raw: ArrayBuffer | Uint8Array) => btoa(String.fromCharCode(...new Uint8Array(raw))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

async function signed(payload: object) {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const text = `${base64url(encoded('{"alg":"ES256"}'))}.${base64url(encoded(JSON.stringify(payload)))}`
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, encoded(text))
  return { jws: `${text}.${base64url(signature)}`, key: base64url(await crypto.subtle.exportKey('raw', pair.publicKey)) }
}

describe('a signed plan', () => {
  test('is read, its Chinese too, when the known key signed it', async () => {
    const { jws, key } = await signed(plan)
    expect(await readPlan(jws, key)).toEqual(plan)
  })

  test('of another key, changed on the way, or no plan at all is not believed', async () => {
    const { jws, key } = await signed(plan)
    const [header, , signature] = jws.split('.')
    const forged = base64url(encoded(JSON.stringify({ ...plan, room: 'x' })))
    expect(await readPlan(jws, (await signed(plan)).key)).toBeNull()
    expect(await readPlan(`${header}.${forged}.${signature}`, key)).toBeNull()
    for (const text of ['', 'a.b.c', '...']) expect(await readPlan(text, key)).toBeNull()
  })
})

describe('without a server', () => {
  test('the lesson that is on is wanted, then the next one, then none of today', () => {
    expect(planned(plan, NOW)).toMatchObject({ id: 'now', state: 'planned', can: [], teacher: { name: '周老师' }, hub: { school: { name: '实验小学' } } })
    expect(planned(plan, NOW + 31 * 60_000)?.id).toBe('next')
    expect(planned(plan, NOW + 90 * 60_000)).toBeNull()
    expect(planned(plan, NOW + 2.5 * DAY)?.id).toBe('far')
  })

  test('a plan is obeyed for two weeks and no longer', () => {
    const late = { ...plan, lessons: [lesson('late', 14 * 24 * 60 + 10, 14 * 24 * 60 + 50)] }
    expect(planned(late, NOW + 14 * DAY - 1)?.id).toBe('late')
    expect(planned(late, NOW + 14 * DAY)).toBeNull()
  })
})
