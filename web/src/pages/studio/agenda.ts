import type { Lesson } from '../../api/types'

/** The lesson that a teacher most likely wants now: one that runs, else one whose time has come, else the next. Pure. */
export function currentLesson(items: readonly Lesson[], now: number): Lesson | null {
  const byStart = [...items].sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))
  const running = byStart.filter(one => one.state === 'live')
  const mine = running.find(one => one.can.includes('end')) ?? running[0]
  if (mine) return mine
  const waiting = byStart.filter(one => (one.state === 'planned' || one.state === 'open') && Date.parse(one.ends_at) > now)
  return waiting.find(one => one.can.includes('start')) ?? waiting[0] ?? null
}
