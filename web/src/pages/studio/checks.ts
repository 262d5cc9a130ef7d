/** The checks before a lesson: each a verdict and one sentence that says what to do. Pure. */
import type { Key } from '../../i18n'
import type { MediaFault } from '../../media/devices'
import { carries, type Line } from './line'
import type { SourceFault } from './sources'

export const CHECKS = ['camera', 'picture', 'microphone', 'uplink', 'clock', 'echo'] as const
export type CheckName = typeof CHECKS[number]
/** As `StatusLight` shows them; `none`: not known yet. */
export type Tone = 'good' | 'warn' | 'bad' | 'none'
export interface Verdict { tone: Tone; says: Key; values?: Record<string, string | number> }

/** How bright a picture is, 0 (black) to 255, and how much brighter its brightest part is. */
export interface Light { mean: number; brightest: number }
/** How loud the microphone was, 0 to 1, since when it was listened to. */
export interface Heard { peak: number; loudSeconds: number; seconds: number }

export interface Findings {
  preparing: boolean
  camera: boolean
  microphone: boolean
  faults: { camera: SourceFault; microphone: SourceFault }
  light: Light | null
  /** Null: the browser does not listen before somebody has clicked in the page. */
  heard: Heard | null
  /** `running`, what was found, or why nothing could be. */
  line: Line | 'running' | 'failed' | null
  /** Seconds by which this computer's clock is ahead of the server's; null before the server said its own. */
  clockAhead: number | null
  /** Decibels by which the tone stood out. */
  echo: number | 'running' | 'failed' | null
  /** Sound that is not cleaned: music. */
  raw: boolean
}

const LOUD_SECONDS = 2
const WAIT_SECONDS = 5
const CLOCK_SECONDS = 30
/** From a day on, browsers refuse certificates. */
const CLOCK_BAD_SECONDS = 86_400
/** A tone that no microphone hears varies by less. */
const ECHO_DB = 10
const ECHO_BAD_DB = 25

/** Black is a lid or a dark room: nothing of the picture is bright. */
export const isBlack = ({ mean, brightest }: Light) => mean < 16 && brightest < 48

/** The light of RGBA pixels. */
export function lightOf(pixels: ArrayLike<number>): Light {
  let sum = 0
  let brightest = 0
  const count = Math.floor(pixels.length / 4)
  for (let at = 0; at < count * 4; at += 4) {
    const luma = 0.2126 * pixels[at]! + 0.7152 * pixels[at + 1]! + 0.0722 * pixels[at + 2]!
    sum += luma
    brightest = Math.max(brightest, luma)
  }
  return { mean: count ? sum / count : 0, brightest }
}

const verdict = (tone: Tone, says: Key, values?: Verdict['values']): Verdict => (values ? { tone, says, values } : { tone, says })
/** A camera or microphone that stops was unplugged. */
export const deviceFault = (fault: NonNullable<SourceFault>): MediaFault => (fault === 'ended' || fault === 'reload' ? 'missing' : fault)
const fault = (device: 'camera' | 'microphone', what: SourceFault) => verdict('bad', `fault.${device}.${deviceFault(what ?? 'missing')}`)

export function verdicts(given: Findings, rateText: (kbps: number) => string): Record<CheckName, Verdict> {
  return { camera: camera(given), picture: picture(given), microphone: microphone(given), uplink: uplink(given, rateText), clock: clock(given), echo: echo(given) }
}

/** The worst of them, for the one line above. */
export function worst(all: Record<CheckName, Verdict>): Tone {
  const tones = CHECKS.map(name => all[name].tone)
  return tones.includes('bad') ? 'bad' : tones.includes('warn') ? 'warn' : tones.includes('none') ? 'none' : 'good'
}

function camera(given: Findings): Verdict {
  if (given.camera) return verdict('good', 'check.camera.good')
  return given.preparing ? verdict('none', 'check.wait') : fault('camera', given.faults.camera)
}

function picture({ camera: open, light }: Findings): Verdict {
  if (!open || !light) return verdict('none', 'check.picture.none')
  return isBlack(light) ? verdict('bad', 'check.picture.black') : verdict('good', 'check.picture.good')
}

function microphone(given: Findings): Verdict {
  if (!given.microphone) return given.preparing ? verdict('none', 'check.wait') : fault('microphone', given.faults.microphone)
  if (!given.heard) return verdict('none', 'check.microphone.click')
  const { peak, loudSeconds, seconds } = given.heard
  if (loudSeconds >= LOUD_SECONDS) return verdict('warn', 'check.microphone.loud')
  if (peak > 0.25) return verdict('good', 'check.microphone.good')
  if (seconds < WAIT_SECONDS) return verdict('none', 'check.microphone.say')
  return peak < 0.02 ? verdict('bad', 'check.microphone.dead') : verdict('warn', 'check.microphone.quiet')
}

function uplink({ line }: Findings, rateText: (kbps: number) => string): Verdict {
  if (line === null || line === 'running') return verdict('none', 'check.uplink.running')
  if (line === 'failed') return verdict('bad', 'check.uplink.failed')
  const what = carries(line.kbps)
  const tone = what === 'all' ? 'good' : what === 'smaller' || what === 'paused' ? 'warn' : 'bad'
  return verdict(tone, line.atMost ? 'check.uplink.slow' : `check.uplink.${what}`, { rate: rateText(line.kbps) })
}

function clock({ clockAhead }: Findings): Verdict {
  if (clockAhead === null) return verdict('none', 'check.wait')
  const off = Math.abs(clockAhead)
  if (off < CLOCK_SECONDS) return verdict('good', 'check.clock.good')
  const values = { minutes: Math.max(1, Math.round(off / 60)) }
  if (off >= CLOCK_BAD_SECONDS) return verdict('bad', 'check.clock.bad')
  return clockAhead > 0 ? verdict('warn', 'check.clock.fast', values) : verdict('warn', 'check.clock.slow', values)
}

function echo({ echo: found, microphone: open, raw }: Findings): Verdict {
  if (!open) return verdict('none', 'check.echo.noMicrophone')
  if (found === 'running') return verdict('none', 'check.echo.running')
  if (found === 'failed') return verdict('warn', 'check.echo.failed')
  if (found === null) return verdict('none', 'check.echo.untried')
  if (found < ECHO_DB) return verdict('good', 'check.echo.good')
  return verdict(found < ECHO_BAD_DB ? 'warn' : 'bad', raw ? 'check.echo.music' : 'check.echo.heard')
}
