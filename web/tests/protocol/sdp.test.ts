import { describe, expect, test } from 'vitest'
import { appetiteIn, withAppetite, withContent, withContents, withMusic, withStart } from '../../src/protocol/sdp'

const lines = (...all: string[]) => all.map(line => `${line}\r\n`).join('')
const OFFER = lines('v=0', 's=-', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', 'm=video 9 UDP/TLS/RTP/SAVPF 102', 'a=mid:1', 'm=video 9 UDP/TLS/RTP/SAVPF 102', 'a=mid:2')

describe('withContent', () => {
  test('names the video sections in their order and leaves the rest alone', () => {
    expect(withContent(OFFER, ['speaker', 'slides'])).toBe(
      lines('v=0', 's=-', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', 'm=video 9 UDP/TLS/RTP/SAVPF 102', 'a=mid:1', 'a=content:speaker', 'm=video 9 UDP/TLS/RTP/SAVPF 102', 'a=mid:2', 'a=content:slides'))
  })

  test('names no more sections than it has names for', () => {
    expect(withContent(OFFER, ['speaker']).match(/a=content/g)).toHaveLength(1)
  })

  test('does not mistake a value for a section', () => {
    expect(withContent(lines('v=0', 's=m=video'), ['speaker'])).toBe(lines('v=0', 's=m=video'))
  })
})

describe('withMusic', () => {
  const answer = lines('v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=1')

  test('adds stereo and a rate to the Opus line', () => {
    expect(withMusic(answer, 96_000)).toContain('a=fmtp:111 minptime=10;useinbandfec=1;stereo=1;maxaveragebitrate=96000\r\n')
  })

  test('makes the line where there is none', () => {
    expect(withMusic(answer.replace(/a=fmtp.*\r\n/, ''), 96_000)).toContain('a=rtpmap:111 opus/48000/2\r\na=fmtp:111 stereo=1;maxaveragebitrate=96000\r\n')
  })

  test('leaves an answer without Opus as it is', () => {
    expect(withMusic(OFFER)).toBe(OFFER)
  })
})

describe('withStart', () => {
  const answer = lines('v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=fmtp:111 useinbandfec=1', 'm=video 9 UDP/TLS/RTP/SAVPF 102 103', 'a=rtpmap:102 H264/90000', 'a=fmtp:102 packetization-mode=1', 'a=fmtp:103 apt=102', 'm=video 9 UDP/TLS/RTP/SAVPF 96', 'a=rtpmap:96 VP8/90000')

  test('names the rate with the codec of each picture, and nowhere else', () => {
    expect(withStart(answer, 900)).toBe(answer
      .replace('packetization-mode=1', 'packetization-mode=1;x-google-start-bitrate=900')
      .replace('VP8/90000', 'VP8/90000\r\na=fmtp:96 x-google-start-bitrate=900'))
  })

  test('leaves a refused section and an answer without pictures as they are', () => {
    const sound = lines('v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'm=video 0 UDP/TLS/RTP/SAVPF 0')
    expect(withStart(sound)).toBe(sound)
  })
})

describe('withAppetite', () => {
  test('says before the first section how much is wanted, and nothing when that is everything', () => {
    const sdp = 'v=0\r\ns=-\r\nm=audio 9 x 1\r\nm=video 9 x 2\r\n'
    expect(withAppetite(sdp, 'saver')).toBe('v=0\r\ns=-\r\na=x-appetite:saver\r\nm=audio 9 x 1\r\nm=video 9 x 2\r\n')
    expect(withAppetite(sdp, 'everything')).toBe(sdp)
  })

  test('comes from the address of the page', () => {
    expect(appetiteIn('?data=saver')).toBe('saver')
    expect(appetiteIn('?data=board')).toBe('board')
    expect(appetiteIn('?data=all')).toBe('everything')
    expect(appetiteIn('')).toBe('everything')
  })
})

test('withContents names every section, sound too: a receiver has two sounds', () => {
  const named = withContents(OFFER, ['speaker', 'speaker', 'slides'])
  expect(named.match(/a=content:\w+/g)).toEqual(['a=content:speaker', 'a=content:speaker', 'a=content:slides'])
  expect(named.replace(/a=content:\w+\r\n/g, '')).toBe(OFFER)
})
