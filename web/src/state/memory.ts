/** What this browser remembers. A full or forbidden store forgets silently: nothing here is needed to teach. */
export interface Keys {
  'language': string
  'studio.devices': { camera: string | null; microphone: string | null }
  /** The lesson that this browser sends, whether its board was shared, and what is switched off: a reload goes on from here. */
  'studio.publishing': { lesson: string; person: string; board: boolean; muted?: { microphone: boolean; camera: boolean } } | null
  /** What the line of that lesson went through. */
  'studio.trace': { lesson: string; spans: { trouble: 'thin' | 'lossy' | 'gone'; from: number; to: number | null; kbps: number }[] } | null
  'classroom.device': string
  'classroom.probe': number
  /** Whether this classroom shows the teacher on a second screen. */
  'classroom.second': boolean
  /** The key with which this classroom makes itself known again when the browser has lost its cookie. */
  'classroom.key': string
  /** The signed plan of the next two weeks, and the public key that this classroom was told first. */
  'classroom.plan': { jws: string; version: string; key: string } | null
  'replay.volume': { volume: number; muted: boolean }
  'replay.layout': string
}

export function recall<K extends keyof Keys>(key: K): Keys[K] | null {
  return read(key) as Keys[K] | null
}

export function remember<K extends keyof Keys>(key: K, value: Keys[K]): void {
  write(key, value)
}

/** What a person has begun to watch in this browser, as it was kept; teachers share computers. */
export function recallBegun(person: string): unknown {
  return read(`replay.begun.${person}`)
}

export function rememberBegun(person: string, list: readonly unknown[]): void {
  write(`replay.begun.${person}`, list.length ? list : null)
}

function read(key: string): unknown {
  try {
    const text = localStorage.getItem(`tongke.${key}`)
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(`tongke.${key}`)
    else localStorage.setItem(`tongke.${key}`, JSON.stringify(value))
  } catch {
    // A private window or a full disk: go on without a memory.
  }
}
