/** What belongs to a recording beside its media: slides, captions, comments. A player works without any of it. */
import { computed, ref, shallowRef } from 'vue'
import { captions, chapters, comments } from '../../api/endpoints'
import type { CaptionList, Chapter, CommentList } from '../../api/types'
import { cuesOf, shownAt, type Cue } from '../../player/cues'

/** Going back within so many seconds of a slide's start means the slide before. */
const NEAR = 3

/** Where "next" or "before" leads from a second, or null. Pure. */
export function neighbour(list: readonly Chapter[], position: number, by: 1 | -1): number | null {
  const starts = list.map(one => one.at_ms / 1000).sort((a, b) => a - b)
  const found = by > 0 ? starts.find(start => start > position + 0.5) : [...starts].reverse().find(start => start < position - NEAR)
  return found ?? (by < 0 && starts.length ? 0 : null)
}

export class Additions {
  readonly chapters = shallowRef<Chapter[]>([])
  /** Those to jump to; the others only show where one is. */
  readonly slides = computed(() => this.chapters.value.filter(one => one.slide))
  readonly captions = shallowRef<CaptionList>({ items: [], can_add: false })
  readonly comments = shallowRef<CommentList | null>(null)
  readonly marks = computed(() => (this.comments.value?.items ?? []).map(one => one.at_ms / 1000))
  /** The id of the captions that are shown, or ''. */
  readonly chosen = ref('')
  private readonly cues = shallowRef<Cue[]>([])

  constructor(private readonly lesson: string) {}

  /** Ask for everything; what does not answer is left out. */
  async load(): Promise<void> {
    const [slides, files, said] = await Promise.all([
      chapters(this.lesson).catch(() => null), captions.list(this.lesson).catch(() => null), comments.list(this.lesson).catch(() => null),
    ])
    if (slides) this.chapters.value = slides.chapters
    if (files) this.captions.value = files
    if (said) this.comments.value = said
  }

  async choose(id: string): Promise<void> {
    this.chosen.value = id
    this.cues.value = []
    const file = this.captions.value.items.find(one => one.id === id)
    if (!file) return void (this.chosen.value = '')
    const text = await captions.text(file.address).catch(() => '')
    // Another choice was made meanwhile.
    if (this.chosen.value === id) this.cues.value = cuesOf(text)
  }

  /** The first captions, or none. */
  toggle(): Promise<void> {
    return this.choose(this.chosen.value ? '' : this.captions.value.items[0]?.id ?? '')
  }

  caption(position: number): string {
    return shownAt(this.cues.value, position)
  }
}
