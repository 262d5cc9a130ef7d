/** Sound, teacher and board of one recording on one clock. The sound leads; pictures follow it; where there is no sound a picture leads. */
import { reactive } from 'vue'
import type { Recording } from '../api/types'
import { CLOSE, correct } from './follow'
import { attach, type Attached, type Trouble } from './hls'
import { BRINK, NAMES, sources, Timeline, type Hole, type Name } from './timeline'

/** How often the clock is read and the pictures are nudged. Milliseconds. */
const TICK_MS = 100
/** After a seek the sound waits this long for the pictures, so that all start together; then it starts without them. */
const HOLD_MS = 1_500
/** Waiting for longer this close to an end means that the media end here. Milliseconds, seconds. */
const DRY_MS = 600
const DRY_REACH = 0.8
/** Progress by less is a decoder that stumbles over the same place. Seconds. */
const STEP = 0.3
/** One seek of an element must be able to end before the next. */
const SETTLE_MS = 700
/** "Live" means no further behind than this; segments are two seconds and appear when they are sealed. Seconds. */
export const LIVE_LAG = 8

interface Deck {
  name: Name
  element: HTMLMediaElement
  playlist: string | null
  wanted: boolean
  source: Attached | null
  trouble: Trouble | null
  soughtAt: number
}

export class Player {
  readonly state = reactive({
    playing: false, waiting: false, ended: false, growing: false,
    position: 0, duration: 0, rate: 1,
    /** Which tracks have media at this position and are wanted. */
    present: { audio: false, teacher: false, board: false } as Record<Name, boolean>,
    exists: { audio: false, teacher: false, board: false } as Record<Name, boolean>,
    trouble: { audio: null, teacher: null, board: null } as Record<Name, Trouble | null>,
    silences: [] as Hole[],
    blocked: false,
  })
  private readonly decks: Deck[]
  private readonly timeline = new Timeline()
  private readonly timer: ReturnType<typeof setInterval>
  private leading: Deck | null = null
  private holdUntil = 0
  private complete = false
  /** Where and since when the clock stands still. */
  private stuck: { at: number; since: number } | null = null

  constructor(elements: Record<Name, HTMLMediaElement>, private readonly now: () => number = () => performance.now()) {
    this.decks = NAMES.map(name => ({ name, element: elements[name], playlist: null, wanted: false, source: null, trouble: null, soughtAt: -Infinity }))
    this.timer = setInterval(() => this.tick(), TICK_MS)
  }

  /** Take what the server knows of the recording; again whenever it knows more. */
  load(recording: Recording): void {
    const found = sources(recording)
    this.complete = recording.state === 'complete'
    this.state.growing = recording.state === 'recording'
    for (const deck of this.decks) {
      const source = found[deck.name]
      if (!deck.source) this.timeline.set(deck.name, source?.span ?? null)
      if (deck.playlist !== (source?.playlist ?? null)) {
        this.detach(deck)
        deck.playlist = source?.playlist ?? null
        this.state.exists[deck.name] = deck.playlist !== null
      }
      if (deck.wanted) this.attach(deck)
    }
    this.measured()
  }

  /** Which tracks are seen or heard. The others are not loaded at all. */
  want(names: readonly Name[]): void {
    for (const deck of this.decks) {
      deck.wanted = names.includes(deck.name)
      if (deck.wanted) this.attach(deck)
      else this.detach(deck)
    }
  }

  play(): void {
    if (this.state.ended) this.seek(0)
    this.state.playing = true
    this.state.blocked = false
    this.stuck = null
    this.holdUntil = this.now() + HOLD_MS
    this.tick()
  }

  pause(): void {
    this.state.playing = false
    this.state.waiting = false
    this.tick()
  }

  /** Go to `time` seconds, or to the first media after it. */
  seek(time: number): void {
    const wanted = Math.max(0, Math.min(time, this.state.duration))
    const target = this.timeline.next(this.active(), wanted) ?? wanted
    this.state.position = target
    this.state.ended = false
    this.leading = null
    this.stuck = null
    this.holdUntil = this.now() + HOLD_MS
    for (const deck of this.decks) if (deck.source && this.timeline.has(deck.name, target)) this.move(deck, target)
  }

  setRate(rate: number): void {
    this.state.rate = rate
    this.timeline.brink = BRINK * Math.max(1, rate)
  }

  /** The newest second that can be played without waiting for the next segment at once. */
  get edge(): number {
    return Math.max(0, this.timeline.edge(this.active()) - LIVE_LAG / 2)
  }

  close(): void {
    clearInterval(this.timer)
    for (const deck of this.decks) this.detach(deck)
  }

  private tick(): void {
    if (this.state.playing) this.advance()
    for (const deck of this.decks) this.steer(deck)
  }

  /** Move the clock on: read it from the leader, wait, or jump over a silence. */
  private advance(): void {
    const time = this.state.position
    const able = this.decks.filter(deck => deck.source && !deck.trouble && this.timeline.has(deck.name, time))
    if (!able.length) return this.beyond(time)
    // What is being recorded is no gap: the sound is waited for, a picture may lead only where there is none.
    if (this.state.growing && this.decks.some(deck => deck.name === 'audio' && deck.source && !deck.trouble && this.timeline.pending(deck.name, time))) {
      this.state.waiting = true
      return
    }
    this.leading = this.lead(able, time)
    const held = this.now() < this.holdUntil && able.some(deck => !this.ready(deck, time))
    this.state.waiting = held || this.leading === null
    if (!this.state.waiting && this.leading) {
      this.state.position = Math.max(0, this.leading.element.currentTime)
      this.holdUntil = 0
    }
    this.dry(able, time)
  }

  /** A decoder that starves just before an end of its media has reached it. */
  private dry(able: Deck[], time: number): void {
    if (this.stuck && Math.abs(this.state.position - this.stuck.at) > STEP) this.stuck = null
    if (this.state.waiting) this.stuck ??= { at: time, since: this.now() }
    if (!this.stuck || this.now() - this.stuck.since < DRY_MS) return
    for (const deck of able) if (this.timeline.end(deck.name, time) - time < DRY_REACH) this.timeline.shorten(deck.name, time)
  }

  /** Sound leads wherever there is sound; a picture that led through a gap hands over when the sound is ready. */
  private lead(able: Deck[], time: number): Deck | null {
    const sound = able.find(deck => deck.name === 'audio')
    const held = this.leading && able.includes(this.leading) && this.ready(this.leading, time) ? this.leading : null
    if (sound) return this.ready(sound, time) ? sound : held
    return held ?? able.find(deck => this.ready(deck, time)) ?? null
  }

  /** Nothing to play here: jump to what comes, wait for what is still being recorded, or end. */
  private beyond(time: number): void {
    const next = this.timeline.next(this.active(), time)
    if (next !== null && next > time) return this.seek(next)
    const loading = this.decks.some(deck => deck.source && !deck.trouble) && this.state.duration === 0
    if (this.state.growing || loading || (!this.complete && time < this.state.duration - 1)) {
      this.state.waiting = true
      return
    }
    this.state.playing = false
    this.state.waiting = false
    this.state.ended = true
    this.state.position = this.state.duration
  }

  private steer(deck: Deck): void {
    const { element } = deck
    const time = this.state.position
    const here = deck.source !== null && !deck.trouble && this.timeline.has(deck.name, time)
    this.state.present[deck.name] = here
    if (!deck.source) return
    if (!here) return this.park(deck, time)
    const running = this.state.playing && !this.state.waiting
    const drift = element.currentTime - time
    const leads = deck === this.leading
    const change = correct(drift, this.state.rate)
    if (change.seek || (!running && !leads && Math.abs(drift) > CLOSE * 2)) this.move(deck, time)
    else this.pace(element, leads || change.seek ? this.state.rate : change.rate)
    this.bridge(deck, time)
    if (running && element.paused) this.run(element)
    else if (!running && !element.paused) element.pause()
  }

  private run(element: HTMLMediaElement): void {
    element.play().catch((error: unknown) => {
      // No one has touched the page yet: the browser will not let it sound.
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        this.state.playing = false
        this.state.blocked = true
      }
    })
  }

  /** Wait at the place where this track begins again, so that it is buffered when the clock comes there. */
  private park(deck: Deck, time: number): void {
    if (!deck.element.paused) deck.element.pause()
    const next = this.timeline.resumes(deck.name, time)
    if (next !== null && Math.abs(deck.element.currentTime - next) > 0.05) this.move(deck, next)
  }

  private move(deck: Deck, time: number): void {
    if (deck.element.readyState === 0 || (deck.element.seeking && this.now() - deck.soughtAt < SETTLE_MS)) return
    if (this.now() - deck.soughtAt < SETTLE_MS && Math.abs(deck.element.currentTime - time) < 1) return
    deck.soughtAt = this.now()
    deck.element.currentTime = time
  }

  /** The first frame may lie a little after the second that the playlist names: step over the crack. */
  private bridge(deck: Deck, time: number): void {
    const { element } = deck
    if (element.seeking || element.readyState >= 2) return
    for (let i = 0; i < element.buffered.length; i++) {
      const start = element.buffered.start(i)
      if (start > element.currentTime && start - time < 0.5) return void (element.currentTime = start + 0.001)
    }
  }

  private pace(element: HTMLMediaElement, rate: number): void {
    if (Math.abs(element.playbackRate - rate) > 0.001) element.playbackRate = rate
  }

  private ready(deck: Deck, time: number): boolean {
    const { element } = deck
    if (element.seeking || Math.abs(element.currentTime - time) > 1) return false
    return element.readyState >= 3 || (element.readyState >= 2 && !this.timeline.has(deck.name, time + 0.5))
  }

  private active(): Name[] {
    const loaded = this.decks.filter(deck => deck.wanted && deck.playlist && !deck.trouble).map(deck => deck.name)
    return loaded.length ? loaded : this.decks.filter(deck => deck.playlist).map(deck => deck.name)
  }

  private attach(deck: Deck): void {
    if (deck.source || !deck.playlist) return
    deck.trouble = null
    // hls.js 1.7.4 asks for a gap at the very start of a playlist again and again when it is told to begin there, be it one of a
    // millisecond (the first packet of a lesson came on another track): it is told to begin just behind the start of the media.
    const begin = this.timeline.resumes(deck.name, this.state.position) ?? this.state.position
    const first = this.timeline.get(deck.name)?.from ?? 0
    deck.source = attach(deck.element, deck.playlist, Math.max(begin, first) + (begin > first + 0.01 ? 0 : 0.01), {
      span: (span, live) => {
        this.timeline.set(deck.name, span)
        if (!live && this.state.growing && this.decks.every(one => !one.source || one === deck)) this.state.growing = false
        this.measured()
      },
      trouble: trouble => {
        deck.trouble = trouble === 'codec' ? trouble : null
        this.state.trouble[deck.name] = trouble
      },
    })
  }

  private detach(deck: Deck): void {
    if (!deck.source) return
    deck.source.detach()
    deck.source = null
    deck.trouble = null
    this.state.trouble[deck.name] = null
    this.state.present[deck.name] = false
    if (this.leading === deck) this.leading = null
  }

  private measured(): void {
    this.state.duration = this.timeline.duration
    this.state.silences = this.timeline.silences()
  }
}
