/** The event socket: one per page, reconnects for ever, and asks for what it missed. Knows no event by name but `reset`. */
import { Backoff } from '../state/backoff'

export interface Event { id: number; type: string }

/** What this needs of a WebSocket; the browser's own fits. */
export interface Wire {
  onopen: ((event: never) => unknown) | null
  onmessage: ((event: never) => unknown) | null
  onclose: ((event: never) => unknown) | null
  send(text: string): void
  close(): void
}

export interface Listener<E extends Event> {
  event(event: E): void
  /** The line is open or gone. After `online` the page must load its state again unless the server resumed it. */
  online(open: boolean): void
}

/** The server pings every 15 s; a line that was silent for this long is taken for dead. */
export const SILENCE_MS = 40_000

export class EventSocket<E extends Event> {
  private wire: Wire | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private watch: ReturnType<typeof setTimeout> | undefined
  private last: number | null = null
  private closed = false
  private opened = false

  constructor(private readonly dial: () => Wire, private readonly listener: Listener<E>, private readonly backoff = new Backoff()) {}

  open(): void {
    this.closed = false
    this.connect()
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    clearTimeout(this.watch)
    this.drop()
  }

  private connect(): void {
    let wire: Wire
    try {
      wire = this.dial()
    } catch {
      return this.later()
    }
    this.wire = wire
    wire.onopen = () => {
      this.backoff.reset()
      this.opened = true
      if (this.last !== null) wire.send(JSON.stringify({ type: 'resume', after: this.last }))
      this.listener.online(true)
      this.heard()
    }
    wire.onmessage = ((message: { data: unknown }) => this.receive(message.data)) as Wire['onmessage']
    wire.onclose = () => this.lost(wire)
    this.heard()
  }

  private receive(data: unknown): void {
    this.heard()
    let event: E
    try {
      event = JSON.parse(String(data)) as E
    } catch {
      return
    }
    if (typeof event.id === 'number' && event.id > (this.last ?? -1)) this.last = event.id
    if (event.type === 'reset') this.last = null
    this.listener.event(event)
  }

  private heard(): void {
    clearTimeout(this.watch)
    this.watch = setTimeout(() => { if (this.wire) this.lost(this.wire) }, SILENCE_MS)
  }

  private lost(wire: Wire): void {
    if (wire !== this.wire) return
    this.drop()
    clearTimeout(this.watch)
    if (this.opened) this.listener.online(false)
    this.opened = false
    this.later()
  }

  private later(): void {
    if (!this.closed) this.timer = setTimeout(() => this.connect(), this.backoff.next())
  }

  private drop(): void {
    const wire = this.wire
    this.wire = null
    if (!wire) return
    wire.onopen = wire.onmessage = wire.onclose = null
    wire.close()
  }
}
