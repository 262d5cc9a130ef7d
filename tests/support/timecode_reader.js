// Reads time codes in a page. Rows are [code or null, Date.now(), media time in seconds].
//   timecodes.watch(name, selector)  reads every frame that the <video> found by `selector` shows, also after it was replaced
//   timecodes.of(name)               returns the rows; names `camera` and `screen` are filled by what the page captures
//   timecodes.codeOf(video)          returns the code that a <video> shows now, or null
//   timecodes.clear(name)            forgets them
(() => {
  const CELLS = 16
  const NUMBER_BITS = 14
  const HEIGHT = 36
  const rows = {}
  const watched = {}
  const captures = {}

  function makeCanvas() {
    const canvas = document.createElement('canvas')
    canvas.width = CELLS * 16
    canvas.height = HEIGHT
    return canvas.getContext('2d', { willReadFrequently: true })
  }

  function read(context, picture, width, height) {
    context.drawImage(picture, 0, 0, width, height / 9, 0, 0, CELLS * 16, HEIGHT)
    const pixels = context.getImageData(0, HEIGHT / 2, CELLS * 16, 1).data
    let code = 0
    let parity = false
    const cells = []
    for (let cell = 0; cell < CELLS; cell++) {
      const red = pixels[(cell * 16 + 8) * 4]
      if (red > 96 && red < 160) return null // neither black nor white: no strip
      cells.push(red >= 160)
    }
    for (let bit = 0; bit < NUMBER_BITS; bit++) {
      if (cells[bit]) {
        code |= 1 << bit
        parity = !parity
      }
    }
    return parity === cells[NUMBER_BITS] && parity !== cells[NUMBER_BITS + 1] ? code : null
  }

  function listOf(name) {
    return (rows[name] = rows[name] || [])
  }

  function follow(name, video) {
    const context = makeCanvas()
    const list = listOf(name)
    const onFrame = (_now, metadata) => {
      if (watched[name].video !== video) return
      if (video.videoWidth) {
        list.push([read(context, video, video.videoWidth, video.videoHeight), Date.now(), metadata.mediaTime])
      }
      video.requestVideoFrameCallback(onFrame)
    }
    video.requestVideoFrameCallback(onFrame)
  }

  // A <video> may come later than the watch, and a page may replace it.
  function watch(name, selector) {
    listOf(name)
    if (watched[name]) clearInterval(watched[name].timer)
    watched[name] = { video: null, timer: 0 }
    const look = () => {
      const video = document.querySelector(selector)
      if (video && video !== watched[name].video) {
        watched[name].video = video
        follow(name, video)
      }
    }
    watched[name].timer = setInterval(look, 50)
    look()
  }

  // What is captured is read from a copy of the track, before any encoder, whether the page shows it or not.
  // A busy page comes late to a frame: the frame's own time stamp plus the smallest lateness seen is when it was captured.
  async function readCaptured(name, stream) {
    const [track] = stream.getVideoTracks()
    if (!track) return
    const context = makeCanvas()
    const capture = { rows: [], lateness: Infinity }
    captures[name] = [...(captures[name] || []), capture]
    const copy = track.clone()
    const reader = new MediaStreamTrackProcessor({ track: copy, maxBufferSize: 50 }).readable.getReader()
    track.addEventListener('ended', () => copy.stop())
    for (;;) {
      const { value: frame, done } = await reader.read()
      if (done) return
      const stamp = frame.timestamp / 1000
      capture.lateness = Math.min(capture.lateness, Date.now() - stamp)
      capture.rows.push([read(context, frame, frame.displayWidth, frame.displayHeight), stamp, 0])
      frame.close()
      if (track.readyState === 'ended') copy.stop() // `ended` is not fired for a stop() by the page itself
    }
  }

  function capturedRows(name) {
    return (captures[name] || []).flatMap(({ rows, lateness }) =>
      rows.map(([code, stamp]) => [code, stamp + lateness, 0]),
    )
  }

  function tap(method, name) {
    const devices = navigator.mediaDevices
    if (!devices || !devices[method]) return
    const original = devices[method].bind(devices)
    devices[method] = async (...constraints) => {
      const stream = await original(...constraints)
      void readCaptured(name, stream)
      return stream
    }
  }

  const reading = makeCanvas()
  tap('getUserMedia', 'camera')
  tap('getDisplayMedia', 'screen')
  window.timecodes = {
    watch,
    of: (name) => rows[name] || capturedRows(name),
    codeOf: (video) => (video.videoWidth ? read(reading, video, video.videoWidth, video.videoHeight) : null),
    clear: (name) => {
      if (rows[name]) rows[name].length = 0
    },
  }
})()
