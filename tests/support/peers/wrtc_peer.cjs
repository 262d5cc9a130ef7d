// An independent WebRTC peer (libwebrtc by @roamhq/wrtc): publishes by WHIP or plays by WHEP, with time codes in the picture.
//
//   node wrtc_peer.cjs publish URL TOKEN SECONDS     sends sound, teacher (codes from 0) and board (codes from 8192)
//   node wrtc_peer.cjs play    URL TOKEN SECONDS COOKIES     receives sound, teacher and board
//
// Writes one line of JSON when the keys are agreed ({"connected": ms}), and one at the end with what it sent or saw.
// Ends with 1 and a sentence on stderr when something fails.
'use strict'

const wrtc = require('@roamhq/wrtc')

const WIDTH = 320
const HEIGHT = 180
const CELLS = 16
const NUMBER_BITS = 14
const BOARD_OFFSET = 8192 // its first code: tells the board from the teacher
const FRAME_MS = 40
const SAMPLE_RATE = 48000
const SAMPLES = 480 // 10 ms, the only length that the source takes
const CONNECT_LIMIT_MS = 15000

const [, , mode, url, token, secondsText, cookies] = process.argv
const began = Date.now()

function say(value) {
  process.stdout.write(JSON.stringify(value) + '\n')
}

function fail(error) {
  process.stderr.write(`${mode}: ${error.stack || error}\n`)
  process.exit(1)
}

// The strip of tests/support/timecode.py in an I420 picture: 14 bits, parity, inverse parity.
function paint(picture, number) {
  picture.fill(128)
  let parity = 0
  for (let cell = 0; cell < CELLS; cell++) {
    const bit = cell < NUMBER_BITS ? (number >> cell) & 1 : cell === NUMBER_BITS ? parity : 1 - parity
    if (cell < NUMBER_BITS) parity ^= bit
    const left = (cell * WIDTH) / CELLS
    for (let row = 0; row < HEIGHT / 9; row++) {
      picture.fill(bit ? 235 : 16, row * WIDTH + left, row * WIDTH + left + WIDTH / CELLS)
    }
  }
}

function read({ width, height, data }) {
  const row = Math.floor(height / 18) * width
  let number = 0
  let parity = 0
  const bits = []
  for (let cell = 0; cell < CELLS; cell++) bits.push(data[row + Math.floor(((cell + 0.5) * width) / CELLS)] > 128 ? 1 : 0)
  for (let bit = 0; bit < NUMBER_BITS; bit++) {
    number |= bits[bit] << bit
    parity ^= bits[bit]
  }
  return parity === bits[NUMBER_BITS] && parity !== bits[NUMBER_BITS + 1] ? number : null
}

function startPublishing(peer) {
  const sent = { teacher: 0, board: 0 }
  const sound = new wrtc.nonstandard.RTCAudioSource()
  const pictures = { teacher: new wrtc.nonstandard.RTCVideoSource(), board: new wrtc.nonstandard.RTCVideoSource() }
  peer.addTransceiver(sound.createTrack(), { direction: 'sendonly' })
  for (const source of Object.values(pictures)) peer.addTransceiver(source.createTrack(), { direction: 'sendonly' })

  let phase = 0
  const samples = new Int16Array(SAMPLES)
  const sounding = setInterval(() => {
    for (let index = 0; index < SAMPLES; index++) samples[index] = 8000 * Math.sin((2 * Math.PI * 440 * phase++) / SAMPLE_RATE)
    sound.onData({ samples, sampleRate: SAMPLE_RATE, bitsPerSample: 16, channelCount: 1, numberOfFrames: SAMPLES })
  }, 10)
  const painting = setInterval(() => {
    for (const [role, source] of Object.entries(pictures)) {
      const data = new Uint8ClampedArray((WIDTH * HEIGHT * 3) / 2)
      paint(data, sent[role]++ + (role === 'board' ? BOARD_OFFSET : 0))
      source.onFrame({ width: WIDTH, height: HEIGHT, data })
    }
  }, FRAME_MS)
  return {
    stop() {
      clearInterval(sounding)
      clearInterval(painting)
    },
    report: () => ({ sent }),
  }
}

function startPlaying(peer) {
  const order = ['teacher', 'board'] // of the video sections in the offer
  const seen = { sound: { frames: 0, loud: 0 }, teacher: [], board: [] }
  const sinks = []
  const roles = new Map()
  peer.addTransceiver('audio', { direction: 'recvonly' })
  for (const role of order) roles.set(peer.addTransceiver('video', { direction: 'recvonly' }), role)
  peer.ontrack = ({ track, transceiver }) => {
    if (track.kind === 'audio') {
      const sink = new wrtc.nonstandard.RTCAudioSink(track)
      sink.ondata = ({ samples }) => {
        seen.sound.frames++
        if (samples.some((sample) => Math.abs(sample) > 1000)) seen.sound.loud++
      }
      sinks.push(sink)
    } else {
      // A transceiver of `ontrack` is another object than the one that addTransceiver returned.
      const entry = [...roles].find(([known]) => known.mid === transceiver.mid)
      const sink = new wrtc.nonstandard.RTCVideoSink(track)
      sink.onframe = ({ frame }) => seen[entry[1]].push([read(frame), Date.now(), 0])
      sinks.push(sink)
    }
  }
  return {
    stop() {
      for (const sink of sinks) sink.stop()
    },
    report: () => seen,
  }
}

async function gathered(peer) {
  if (peer.iceGatheringState === 'complete') return
  await new Promise((resolve) => {
    peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve()
  })
}

async function connected(peer) {
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not connected after ${CONNECT_LIMIT_MS} ms`)), CONNECT_LIMIT_MS)
    const look = () => {
      if (peer.connectionState === 'connected') {
        clearTimeout(timer)
        resolve()
      } else if (peer.connectionState === 'failed') reject(new Error('connection failed'))
    }
    peer.onconnectionstatechange = look
    look()
  })
}

async function main() {
  const peer = new wrtc.RTCPeerConnection()
  const work = mode === 'publish' ? startPublishing(peer) : startPlaying(peer)
  await peer.setLocalDescription(await peer.createOffer())
  await gathered(peer)
  const headers = { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}`, ...(cookies && { Cookie: cookies }) }
  const response = await fetch(url, { method: 'POST', headers, body: peer.localDescription.sdp })
  const answer = await response.text()
  if (response.status !== 201) throw new Error(`HTTP ${response.status}: ${answer}`)
  const location = new URL(response.headers.get('Location'), url)
  await peer.setRemoteDescription({ type: 'answer', sdp: answer })
  await connected(peer)
  say({ connected: Date.now() - began })
  await new Promise((resolve) => setTimeout(resolve, 1000 * Number(secondsText)))
  work.stop()
  const codecs = [...new Set([...answer.matchAll(/a=rtpmap:\d+ ([^/]+)/g)].map((found) => found[1]))]
  const goodbye = await fetch(location, { method: 'DELETE', headers })
  say({ ...work.report(), codecs, deleted: goodbye.status })
  peer.close()
  process.exit(0)
}

main().catch(fail)
