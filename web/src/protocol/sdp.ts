/** The little that the pages say in SDP themselves. Pure text in, text out. Source: RFC 4796 (content), RFC 8866. */
export type Content = 'speaker' | 'slides' | 'alt'

/** Add `a=content:` to the video sections, in their order. The browser's own description stays as it was: only what is posted carries the roles. */
export function withContent(sdp: string, contents: readonly Content[]): string {
  const [head = '', ...sections] = sdp.split(/(?=^m=)/m)
  let video = 0
  return head + sections.map(section => {
    if (!section.startsWith('m=video')) return section
    const content = contents[video++]
    return content ? `${section.replace(/(\r?\n)*$/, '')}\r\na=content:${content}\r\n` : section
  }).join('')
}

/** Add `a=content:` to every section, in their order. */
export function withContents(sdp: string, contents: readonly Content[]): string {
  const [head = '', ...sections] = sdp.split(/(?=^m=)/m)
  return head + sections.map((section, index) => (contents[index] ? `${section.replace(/(\r?\n)*$/, '')}\r\na=content:${contents[index]}\r\n` : section)).join('')
}

const line = (name: string, sdp: string): string => new RegExp(`^${name}\\S*`, 'm').exec(sdp)?.[0] ?? name
const CREDENTIALS = ['a=ice-ufrag:', 'a=ice-pwd:']

/** What of an offer restarts ICE: new credentials and the section that they stand in (RFC 8840 section 9). Candidates are left out: a node finds us by our checks. */
export function iceFragment(offer: string): string {
  return [`m=audio 9 UDP/TLS/RTP/SAVPF 0`, ...['a=mid:', ...CREDENTIALS].map(name => line(name, offer)), ''].join('\r\n')
}

/** An answer with the other side's new credentials, everything else as it was agreed. */
export function withFragment(answer: string, fragment: string): string {
  return CREDENTIALS.reduce((sdp, name) => sdp.replace(new RegExp(`^${name}\\S*`, 'gm'), () => line(name, fragment)), answer)
}

/** What a receiving page asks for: all that its line carries, the smallest pictures (data cost money here), or sound and board only. */
export type Appetite = 'everything' | 'saver' | 'board'

/** Say in an offer how much is wanted: an attribute of our own at session level, which others skip. */
export function withAppetite(sdp: string, appetite: Appetite): string {
  return appetite === 'everything' ? sdp : sdp.replace(/(?=^m=)/m, `a=x-appetite:${appetite}\r\n`)
}

/** Read it from a page's address (`?data=saver`); anything else is everything. */
export function appetiteIn(search: string): Appetite {
  const wanted = new URLSearchParams(search).get('data')
  return wanted === 'saver' || wanted === 'board' ? wanted : 'everything'
}

/**
 * Say in an answer at which rate a sender may begin, in kbit/s. Chromium believes 300 of every line and, where pictures are still, took twelve seconds to find
 * out more: meanwhile the board had two pictures a second. It lowers the rate within moments where the line is thinner. Others skip the word.
 */
export function withStart(answer: string, kbps = 1_000): string {
  return answer.split(/(?=^m=)/m).map(section => {
    const codec = /^m=video \d+ \S+ (\d+)/.exec(section)?.[1]
    if (!codec) return section
    const wanted = `x-google-start-bitrate=${kbps}`
    const line = new RegExp(`^(a=fmtp:${codec} .*?)(\\r?)$`, 'm')
    if (line.test(section)) return section.replace(line, `$1;${wanted}$2`)
    return section.replace(new RegExp(`^(a=rtpmap:${codec} .*?)(\\r?)$`, 'm'), `$1\r\na=fmtp:${codec} ${wanted}$2`)
  }).join('')
}

/** Ask for music quality in an answer's Opus lines: stereo and a higher bitrate. Speech keeps what the node chose. */
export function withMusic(answer: string, bitrate = 128_000): string {
  const payload = /^a=rtpmap:(\d+) opus\/48000/im.exec(answer)?.[1]
  if (!payload) return answer
  const wanted = `stereo=1;maxaveragebitrate=${bitrate}`
  const line = new RegExp(`^a=fmtp:${payload} (.*)$`, 'm')
  if (line.test(answer)) return answer.replace(line, (_whole, present: string) => `a=fmtp:${payload} ${present.trim()};${wanted}`)
  return answer.replace(new RegExp(`^(a=rtpmap:${payload} opus.*)$`, 'im'), (whole: string) => `${whole.trimEnd()}\r\na=fmtp:${payload} ${wanted}`)
}
