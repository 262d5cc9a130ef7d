import type { Lesson } from '../../api/types'

/** Whether a person teaches this lesson. Whoever may end it for its teacher does so on the overview's page, where no camera is opened. Pure. */
export function isMine(lesson: Lesson, person: string | undefined): boolean {
  return lesson.teacher.id === person
}

/** Where whoever looks after schools sees a lesson of somebody else; null for those who do not. Pure. */
export function lookAt(lesson: Lesson, roles: readonly string[]): string | null {
  return roles.includes('administrator') || roles.includes('coordinator') ? `/overview/lesson/${lesson.id}` : null
}

/** The lesson of one's own that is most likely wanted now: one that runs, else one whose time has come, else the next. Pure. */
export function currentLesson(items: readonly Lesson[], now: number, person: string | undefined): Lesson | null {
  const mine = items.filter(one => isMine(one, person)).sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))
  const running = mine.find(one => one.state === 'live')
  if (running) return running
  const waiting = mine.filter(one => (one.state === 'planned' || one.state === 'open') && Date.parse(one.ends_at) > now)
  return waiting.find(one => one.state === 'open') ?? waiting[0] ?? null
}
