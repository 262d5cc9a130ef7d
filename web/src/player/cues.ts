/** The cues of a WebVTT file that the server has checked. Pure. */
export interface Cue { from: number; to: number; text: string }

const TIMING = /^\s*(?:(\d+):)?(\d\d):(\d\d\.\d{3})[ \t]+-->[ \t]+(?:(\d+):)?(\d\d):(\d\d\.\d{3})/
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', nbsp: '\u00a0', lrm: '', rlm: '' }

/** Cues in their order; notes, styles and marks inside the text are left out. */
export function cuesOf(vtt: string): Cue[] {
  return vtt.split(/\r\n?|\n/).join('\n').split(/\n{2,}/).flatMap(block => {
    const lines = block.split('\n').filter(line => line !== '')
    const at = lines.findIndex(line => TIMING.test(line))
    const timing = at >= 0 && at < 2 ? TIMING.exec(lines[at]!) : null
    if (!timing) return []
    const time = (hours: string | undefined, minutes: string | undefined, seconds: string | undefined) => Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds)
    const text = plain(lines.slice(at + 1).join('\n'))
    return [{ from: time(timing[1], timing[2], timing[3]), to: time(timing[4], timing[5], timing[6]), text }]
  })
}

function plain(text: string): string {
  return text.replace(/<[^>]*>/g, '').replace(/&(\w+);/g, (whole, name: string) => NAMED[name] ?? whole)
}

/** What is shown at a second: all cues that hold then, a line each. */
export function shownAt(cues: readonly Cue[], time: number): string {
  return cues.filter(cue => time >= cue.from && time < cue.to).map(cue => cue.text).join('\n')
}
