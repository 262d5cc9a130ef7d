/** What a classroom keeps between its talks with the server: its key, its plan, its standing. No DOM. */
import { device as deviceApi } from '../../api/live'
import type { Device, Lesson } from '../../api/types'
import { recall, remember } from '../../state/memory'
import { planned, readPlan, type Plan } from './plan'
import { selfTest } from './selftest'

declare const __VERSION__: string

export const STATUS_MS = 60_000

export class Keeping {
  private plan: Plan | null = null
  private told = 0
  private tested = false
  private busy = false

  /** Read the plan that was kept; a plan with a foreign signature is forgotten. */
  async restore(): Promise<void> {
    const kept = recall('classroom.plan')
    if (kept) this.plan = await readPlan(kept.jws, kept.key)
  }

  /** The lesson that the plan wants now, for as long as the server does not say otherwise. */
  wanted(now: number): Lesson | null {
    return this.plan ? planned(this.plan, now) : null
  }

  get key(): string | null {
    return recall('classroom.key')
  }

  take(key: string): void {
    remember('classroom.key', key)
  }

  /** Somebody has just enrolled this device: whoever signs its plans may be another installation now. */
  begin(key: string): void {
    this.take(key)
    this.plan = null
    remember('classroom.plan', null)
  }

  /** After each answer of the server: fetch a changed plan and say that it is kept, change a key that is due, tell how we are. Never throws: nothing of it may disturb a lesson. */
  async follow(device: Device, now: number): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      if (device.plan_version !== recall('classroom.plan')?.version) await this.fetchPlan(device)
      if (device.key_due) await this.renewKey()
      if (now - this.told >= STATUS_MS) await this.tell(device, now)
    } catch {
      // The next answer of the server comes within half a minute.
    } finally {
      this.busy = false
    }
  }

  private async fetchPlan(device: Device): Promise<void> {
    const { jws, version } = await deviceApi.plan()
    // The key that this device was told first stays: whoever stands between us later cannot bring another.
    const key = recall('classroom.plan')?.key ?? device.plan_key
    const plan = await readPlan(jws, key)
    if (!plan || plan.device !== device.id) return
    this.plan = plan
    remember('classroom.plan', { jws, version, key })
    await deviceApi.acknowledge(version)
  }

  private async renewKey(): Promise<void> {
    const { key } = await deviceApi.nextKey()
    this.take(key)
    await deviceApi.enrol(key)
  }

  private async tell(device: Device, now: number): Promise<void> {
    this.told = now
    const status = this.tested ? {} : { self_test: selfTest(device.server_time, Date.now()) }
    await deviceApi.status({ version: __VERSION__, ...status })
    this.tested = true
  }
}
