/** Which pictures a layout shows, given what the recording has. Pure. */
import type { Name } from '../../player/timeline'

export type Layout = 'board' | 'teacher' | 'side' | 'sound'
export const LAYOUTS: readonly Layout[] = ['board', 'teacher', 'side', 'sound']

/** The names to load. `inset`: the other picture is shown small beside the large one. */
export function seen(layout: Layout, inset: boolean, exists: Record<Name, boolean>): Name[] {
  const pictures: Name[] = layout === 'sound' ? [] : layout === 'side' || inset ? ['teacher', 'board'] : [layout]
  const there = pictures.filter(name => exists[name])
  // A layout whose picture was never recorded shows the one that was.
  if (!there.length && layout !== 'sound') there.push(...(['board', 'teacher'] as const).filter(name => exists[name]).slice(0, 1))
  return [...(exists.audio ? ['audio' as const] : []), ...there]
}

/** How the stage is divided: by what is wanted, not by what is present this second, so that a gap moves nothing. */
export function arrangement(layout: Layout, names: readonly Name[]): 'both-board' | 'both-teacher' | 'both-side' | 'board' | 'teacher' | 'sound' {
  const [teacher, board] = [names.includes('teacher'), names.includes('board')]
  if (teacher && board) return layout === 'teacher' ? 'both-teacher' : layout === 'side' ? 'both-side' : 'both-board'
  return board ? 'board' : teacher ? 'teacher' : 'sound'
}
