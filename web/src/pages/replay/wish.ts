/** What the link to a replay asks for: where to begin, what to say when it does not fit, and the clip that is played. */
import { computed, ref, shallowRef } from 'vue'
import { t } from '../../i18n'
import { fit, shared, type Shared } from '../../player/moment'
import { spanText } from '../../state/shanghai'
import './chinese'

export interface Clip { from: number; to: number }

/** Between two looks at the clock it moves by less; more is a seek. Seconds. */
const LOOK = 1.5

/** The sentence for a link that does not fit, or ''. Pure but for the language. */
export function misfit(wish: Shared, duration: number): string {
  if (wish.kind === 'unreadable') return t('player.linkUnreadable')
  const how = fit(wish, duration)
  if (how === 'whole' || wish.kind === 'none') return ''
  const length = spanText(duration)
  if (how === 'cut' && wish.kind === 'clip') return t('player.linkCut', { asked: spanText(wish.to), length })
  return t('player.linkBeyond', { asked: spanText(wish.kind === 'clip' ? wish.from : wish.at), length })
}

export class Wish {
  /** What the person should know of the link; '' for nothing. */
  readonly notice = ref('')
  readonly clip = shallowRef<Clip | null>(null)
  /** The clip has been played to its end. */
  readonly over = ref(false)
  readonly label = computed(() => (this.clip.value ? t('player.clip', { from: spanText(this.clip.value.from), to: spanText(this.clip.value.to) }) : ''))
  private readonly wish: Shared
  private last = 0

  constructor(query: Record<string, unknown>) {
    this.wish = shared(query)
  }

  /** Where the link begins, or null if it names nothing. A lesson that is still recorded may yet come to what it names. */
  begin(duration: number, growing: boolean): number | null {
    if (this.wish.kind === 'none') return null
    const length = growing ? Infinity : duration
    this.notice.value = misfit(this.wish, length)
    if (this.wish.kind === 'unreadable' || fit(this.wish, length) === 'beyond') return 0
    if (this.wish.kind === 'at') return this.wish.at
    this.clip.value = { from: this.wish.from, to: Math.min(this.wish.to, length) }
    return this.wish.from
  }

  /** Tell the clock's position; true: the end of the clip was played just now, so that the player must stop. */
  passes(position: number): boolean {
    const [before, end] = [this.last, this.clip.value?.to ?? Infinity]
    this.last = position
    const crossed = before < end && position >= end && position - before < LOOK
    if (crossed) this.over.value = true
    else if (position < end) this.over.value = false
    return crossed
  }

  /** The whole lesson from now on. */
  leave(): void {
    this.clip.value = null
    this.over.value = false
    this.notice.value = ''
  }
}
