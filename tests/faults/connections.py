"""Promises L9 and L10, measured: `python -m tests.faults.connections` (`make faults-connections`). A table and one line of JSON:
of each fault, and of all, the median, the 95th percentile and the longest wait.

The demo hub here, and a real Chromium as a receiving classroom in a network namespace behind an emulated link: outages of
several lengths, changes of address, and a wall that lets no UDP pass. (A killed node: `tests/e2e/test_restart.py`.) Nobody clicks and nothing is reloaded.
"""

import argparse
import json
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.support.browser import ARGUMENTS
from tests.support.hub import Hub, hub
from tests.support.network import Conditions
from tests.support.tunnel import Rules, Tunnel, tunnel, tunnel_missing

ROOM = "demo-room-a"
LINE = Conditions(delay=0.02, jitter=0.005)
OUTAGES = (1.0, 3.0, 5.0, 10.0, 30.0)
PATIENCE = 60.0
STEADY = 4.0
"""Seconds of undisturbed lesson before each trial."""

WATCH = """
globalThis.pcs = []
const Native = globalThis.RTCPeerConnection
globalThis.RTCPeerConnection = class extends Native {
  constructor(...given) { super(...given); pcs.push(this) }
}
globalThis.flow = { audio: [], video: [], protocol: '', connections: 0 }
let before = { audio: 0, video: 0 }
setInterval(async () => {
  const sum = { audio: 0, video: 0 }
  globalThis.pcs = pcs.filter(pc => pc.signalingState !== 'closed')
  for (const pc of pcs) {
    const report = await pc.getStats()
    report.forEach(entry => {
      if (entry.type === 'inbound-rtp') sum[entry.kind] += entry.kind === 'audio' ? entry.packetsReceived : entry.framesDecoded ?? 0
      if (entry.type === 'candidate-pair' && entry.nominated) flow.protocol = report.get(entry.localCandidateId)?.protocol ?? ''
    })
  }
  for (const kind of ['audio', 'video']) {
    if (sum[kind] !== before[kind] && sum[kind] > 0) flow[kind].push(Date.now())
    if (flow[kind].length > 4000) flow[kind].splice(0, 2000)
  }
  before = sum
}, 40)
"""


@dataclass
class Trial:
    """A classroom that watches the demo lesson through a tunnel."""

    running: Hub
    way: Tunnel
    page: Page
    figures: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    """By kind of fault: seconds to sound and to the picture."""

    def flows(self) -> dict[str, list[float]]:
        """Return when sound and picture moved on, Unix seconds."""
        found = self.page.evaluate("({ audio: flow.audio, video: flow.video })")
        return {kind: [at / 1000 for at in times] for kind, times in found.items()}

    def wait_steady(self) -> None:
        """Return when both have flowed for a while."""
        deadline = time.time() + PATIENCE  # noqa: TID251 - the browser's clock is the wall's
        while time.time() < deadline:  # noqa: TID251 - as above
            self.page.wait_for_timeout(500)
            now, flows = time.time(), self.flows()  # noqa: TID251 - as above
            if all(_steady(times, now) for times in flows.values()):
                return
        raise AssertionError(f"the lesson does not flow\n{self.running.tail()}")

    def recovery(self, since: float) -> tuple[float, float]:
        """Return the seconds from `since` until sound and picture flow on."""
        deadline = since + PATIENCE
        while time.time() < deadline:  # noqa: TID251 - the browser's clock is the wall's
            self.page.wait_for_timeout(200)
            first = {
                kind: next((at for at in times if at >= since), None)
                for kind, times in self.flows().items()
            }
            if first["audio"] is not None and first["video"] is not None:
                return first["audio"] - since, first["video"] - since
        return PATIENCE, PATIENCE

    def measure(self, name: str, fault: Callable[["Trial"], float]) -> None:
        """Do something to a steady lesson; `fault` returns the moment from which it counts."""
        self.wait_steady()
        sound, picture = self.recovery(fault(self))
        self.figures.setdefault(name, []).append((sound, picture))
        print(f"{name:24} sound {sound:6.2f} s   picture {picture:6.2f} s", flush=True)  # noqa: T201


def _steady(times: list[float], now: float) -> bool:
    late = [at for at in times if at > now - STEADY]
    return len(late) > 10 and max(late) > now - 0.6 and min(late) < now - STEADY + 0.6


@contextmanager
def classroom(directory: Path, rules: Rules) -> Iterator[Trial]:
    """Start the demo and a classroom behind a tunnel."""
    with ExitStack() as stack:
        way = stack.enter_context(tunnel(rules))
        addresses = json.dumps(["127.0.0.1", way.here])
        settings = {"http_host": "0.0.0.0", "media_addresses": addresses}  # noqa: S104 - for the namespace
        running = stack.enter_context(hub(directory, demo=True, **settings))
        driver = stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(
            executable_path=str(way.chromium(directory)), headless=True, args=list(ARGUMENTS)
        )
        stack.callback(browser.close)
        page = browser.new_page()
        page.add_init_script(WATCH)
        port = running.url.rpartition(":")[2]
        key = running.device_link(ROOM).rpartition("#")[2]
        page.goto(f"http://{way.here}:{port}/classroom#{key}")
        yield Trial(running, way, page)


def outage(seconds: float) -> Callable[[Trial], float]:
    """Return a fault: nothing passes for so long; what counts begins when the link is back."""

    def fault(trial: Trial) -> float:
        with trial.way.outage():
            trial.page.wait_for_timeout(1000 * seconds)
        return time.time()  # noqa: TID251 - the browser's clock is the wall's

    return fault


def new_address(trial: Trial) -> float:
    """Move the classroom to another address."""
    began = time.time()  # noqa: TID251 - the browser's clock is the wall's
    trial.way.change_address()
    # What was decoded in these moments still came by the old one.
    return began + 0.1


def udp_blocked(directory: Path) -> tuple[float, str]:
    """Return the seconds from a joined page to sound where no UDP passes, and the protocol that was chosen."""
    with classroom(directory, Rules(LINE, LINE, blocks_udp=True)) as trial:
        trial.wait_steady()
        began = time.time()  # noqa: TID251 - the browser's clock is the wall's
        trial.page.reload()
        sound, _ = trial.recovery(began)
        return sound, str(trial.page.evaluate("flow.protocol"))


def percentile(values: list[float], share: float) -> float:
    """Return the least value that this share of all does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def main() -> int:
    """Run everything once; the last line is JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=3, help="of each outage and change")
    parser.add_argument("--outages", type=float, nargs="*", default=list(OUTAGES))
    options = parser.parse_args()
    if reason := tunnel_missing():
        print(f"left out: {reason}")  # noqa: T201
        return 0
    with tempfile.TemporaryDirectory(prefix="tongke-faults-") as name:
        sound, protocol = udp_blocked(Path(name) / "wall")
        with classroom(Path(name) / "line", Rules(LINE, LINE)) as trial:
            for _ in range(options.trials):
                for seconds in options.outages:
                    trial.measure(f"outage of {seconds:g} s", outage(seconds))
                trial.measure("change of address", new_address)
    everything = [one for found in trial.figures.values() for one in found]
    trial.figures["all of them"] = everything
    figures: dict[str, object] = {
        "trials": len(everything),
        "udp_blocked_s": round(sound, 2),
        "udp_blocked_protocol": protocol,
    }
    for fault, found in trial.figures.items():
        for index, kind in enumerate(("sound", "picture")):
            values = [one[index] for one in found]
            figures[f"{fault} {kind}"] = [
                round(statistics.median(values), 2),
                round(percentile(values, 0.95), 2),
                round(max(values), 2),
            ]
    print(json.dumps(figures))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
