/** What is said in a lesson without a microphone: follows the server, one question at a time, and does one thing after the other. */
import { reactive } from 'vue'
import { Problem } from '../api/client'
import { interaction } from '../api/live'
import type { ClassStanding, Interaction, Message, Poll } from '../api/types'
import { words } from './words'

/** A, B, C … of a poll's choices. */
export const letter = (choice: number) => String.fromCharCode(65 + choice)

export class Talk {
  readonly state = reactive({ view: null as Interaction | null, failure: '', busy: false })
  private lesson: string | null = null
  private asking = false
  private again = false

  /** Follow a lesson, or none. */
  follow(lesson: string | null): void {
    if (lesson === this.lesson) return
    this.lesson = lesson
    Object.assign(this.state, { view: null, failure: '', busy: false })
    if (lesson) void this.refresh()
  }

  /** Something was done: ask where the lesson stands. Many at once make two questions, not many. */
  async refresh(): Promise<void> {
    if (this.asking) {
      this.again = true
      return
    }
    this.asking = true
    try {
      do {
        this.again = false
        const lesson = this.lesson
        if (!lesson) return
        const view = await interaction.get(lesson)
        if (lesson === this.lesson) this.state.view = view
      } while (this.again)
    } catch (error) {
      // What is not allowed or not there will not be so in a moment; the next event asks again after an outage.
      if (error instanceof Problem) this.state.view = null
    } finally {
      this.asking = false
    }
  }

  /** Do something in the lesson; false if it was refused, with the reason in `failure`. */
  async act(action: (lesson: string) => Promise<Interaction>): Promise<boolean> {
    const lesson = this.lesson
    if (!lesson) return false
    Object.assign(this.state, { busy: true, failure: '' })
    try {
      const view = await action(lesson)
      if (lesson === this.lesson) this.state.view = view
      return true
    } catch (error) {
      this.state.failure = words(error)
      return false
    } finally {
      this.state.busy = false
    }
  }
}

/** The classes with their hand up, in the order of the queue. */
export function queueOf(view: Interaction | null): ClassStanding[] {
  const waiting = (view?.classes ?? []).filter(one => one.hand_place !== null)
  return waiting.sort((one, other) => (one.hand_place ?? 0) - (other.hand_place ?? 0))
}

export function openPoll(view: Interaction | null): Poll | null {
  const last = view?.polls[view.polls.length - 1]
  return last && last.closed_at === null ? last : null
}

/** What was said last by the other side, if it is newer than `seen`; `room` null: the reader is on the hub's side. */
export function newestFor(view: Interaction | null, room: string | null, seen: number): Message | null {
  const from = (view?.messages ?? []).filter(one => (room === null ? one.room_id !== null : one.room_id === null) && one.number > seen)
  return from[from.length - 1] ?? null
}

/** The children who answered, and each choice's share of them in percent, rounded. */
export function shares(total: readonly number[]): { voters: number; percent: number[] } {
  const voters = total.reduce((sum, one) => sum + one, 0)
  return { voters, percent: total.map(one => (voters ? Math.round((one / voters) * 100) : 0)) }
}
