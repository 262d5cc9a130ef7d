/** What a key means to the player. Pure but for the event it is asked about. */
import { LAYOUTS, type Layout } from './layout'

export type Action =
  | { do: 'toggle' } | { do: 'step'; seconds: number } | { do: 'volume'; by: number } | { do: 'rate'; by: number }
  | { do: 'full' } | { do: 'mute' } | { do: 'help' } | { do: 'captions' } | { do: 'chapter'; by: 1 | -1 } | { do: 'layout'; layout: Layout }

interface Press { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean; target: unknown }

/** Elements that need the key themselves: a button its space, a list its arrows. */
function taken(press: Press): boolean {
  const target = press.target as { tagName?: string; type?: string; dataset?: { testid?: string } } | null
  const tag = target?.tagName
  if (tag === 'SELECT' || tag === 'TEXTAREA') return true
  if (tag === 'BUTTON' || tag === 'A') return press.key === ' ' || press.key === 'Enter'
  // A slider needs its arrows, but the seek bar's are the player's own; what one writes into needs every key.
  if (tag === 'INPUT') return target?.type === 'range' ? target.dataset?.testid !== 'seek' && press.key.startsWith('Arrow') : target?.type !== 'checkbox' || press.key === ' '
  return false
}

export function keyAction(press: Press): Action | null {
  if (press.ctrlKey || press.metaKey || press.altKey || taken(press)) return null
  switch (press.key) {
    case ' ': return { do: 'toggle' }
    case 'ArrowLeft': return { do: 'step', seconds: press.shiftKey ? -30 : -5 }
    case 'ArrowRight': return { do: 'step', seconds: press.shiftKey ? 30 : 5 }
    case 'ArrowUp': return { do: 'volume', by: 0.05 }
    case 'ArrowDown': return { do: 'volume', by: -0.05 }
    case ',': case '<': return { do: 'rate', by: -1 }
    case '.': case '>': return { do: 'rate', by: 1 }
    case 'f': case 'F': return { do: 'full' }
    case 'm': case 'M': return { do: 'mute' }
    case 'c': case 'C': return { do: 'captions' }
    case 'n': case 'N': return { do: 'chapter', by: 1 }
    case 'p': case 'P': return { do: 'chapter', by: -1 }
    case '?': return { do: 'help' }
  }
  const layout = LAYOUTS[Number(press.key) - 1]
  return layout ? { do: 'layout', layout } : null
}
