"""A page that plays a recording of a test through hls.js (with `#native` without it), from plain files, and notes every picture it shows."""

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import REPOSITORY
from tests.support.recordings import Archive

HLS = REPOSITORY / "web" / "node_modules" / "hls.js" / "dist" / "hls.min.js"

_PAGE = """<!doctype html><title>hls</title><link rel=icon href="data:,">
<video id=v muted></video><script src=hls.js></script><script>
window.errors = []; window.seen = [];
const video = document.getElementById("v");
const canvas = document.createElement("canvas");
const context = canvas.getContext("2d", {willReadFrequently: true});
function look(now, about) {
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  context.drawImage(video, 0, 0);
  const row = context.getImageData(0, canvas.height >> 3, canvas.width, 1).data;
  const block = canvas.width / 16;
  let number = 0;
  for (let bit = 0; bit < 16; bit++)
    if (row[4 * Math.floor(bit * block + block / 2)] > 128) number |= 1 << bit;
  seen.push([number, about.mediaTime, canvas.width]);
  video.requestVideoFrameCallback(look);
}
video.requestVideoFrameCallback(look);
window.claims = video.canPlayType("application/vnd.apple.mpegurl");
if (location.hash === "#native") {
  video.onerror = () => errors.push([video.error.message, true, ""]);
  video.src = "main.m3u8"; video.play();
} else {
  const hls = new Hls();
  hls.on(Hls.Events.ERROR, (event, data) => errors.push([data.details, data.fatal, String(data.error)]));
  hls.on(Hls.Events.MANIFEST_PARSED, () => video.play());
  hls.loadSource("main.m3u8"); hls.attachMedia(video);
}
</script>"""


def write_page(archive: Archive, directory: Path, video: str, audio: str) -> None:
    """Write page, playlists and media of one track of pictures and one of sound. No gaps are allowed."""
    directory.mkdir()
    shutil.copy(HLS, directory / "hls.js")
    codecs = [archive.inits(track)[0].codec for track in (video, audio)]
    for track in (video, audio):
        (directory / f"{track}.m3u8").write_text("\n".join(_playlist(archive, directory, track)))
    (directory / "main.m3u8").write_text(
        "#EXTM3U\n#EXT-X-VERSION:7\n"
        f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",DEFAULT=YES,URI="{audio}.m3u8"\n'
        f'#EXT-X-STREAM-INF:BANDWIDTH=1000000,CODECS="{",".join(codecs)}",AUDIO="a"\n{video}.m3u8\n'
    )
    (directory / "index.html").write_text(_PAGE)


def _playlist(archive: Archive, directory: Path, track: str) -> Sequence[str]:
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:8", "#EXT-X-PLAYLIST-TYPE:VOD"]
    init = -1
    for segment in archive.segments(track):
        assert segment.gap_before == 0
        if segment.init != init:
            lines += ["#EXT-X-DISCONTINUITY"] if init >= 0 else []
            init = segment.init
            name = f"{track}-init-{init}.mp4"
            (directory / name).write_bytes(archive.content(archive.inits(track)[init]))
            lines.append(f'#EXT-X-MAP:URI="{name}"')
        name = f"{track}-{segment.number}.m4s"
        (directory / name).write_bytes(archive.content(segment))
        lines += [f"#EXTINF:{segment.duration:.6f},", name]
    return [*lines, "#EXT-X-ENDLIST", ""]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """Serve a directory on a free port; yield its address."""
    handler = functools.partial(_Quiet, directory=str(directory))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
