"""How disks and stores of nodes and archivers are doing: the newest report of each. No I/O; times are arguments."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from server.words import Words
from streaming.contract import StorageState

logger = logging.getLogger(__name__)

FRESH = 30.0
"""Seconds for which a report counts: they come every two seconds, and a link may break for a while."""
SOURCES_MAX = 1000
"""Reports kept; a name that showed our token is needed to send one."""
GIB = 1 << 30


@dataclass(slots=True)
class Storage:
    """The newest state by source."""

    _states: dict[str, tuple[StorageState, float]] = field(default_factory=dict)

    def take(self, state: StorageState, now: float) -> None:
        """Take note of a report that came at `now` (monotonic); say in the log when an alarm begins or ends."""
        before = self._states.pop(state.source, None)
        alarm, alarmed = _alarms(state), _alarms(before[0]) if before else []
        if [one.en for one in alarm] != [one.en for one in alarmed]:
            log = logger.error if alarm else logger.info
            said = " ".join(one.en for one in alarm) or "well again"
            log("storage source=%s: %s", state.source, said)
        self._states[state.source] = (state, now)
        while len(self._states) > SOURCES_MAX:
            del self._states[next(iter(self._states))]

    def alarms(self, now: float) -> list[Words]:
        """Return what an administrator must see to, by source."""
        return [alarm for state in self._fresh(now) for alarm in _alarms(state)]

    def _fresh(self, now: float) -> Iterator[StorageState]:
        for state, came in self._states.values():
            if now - came < FRESH:
                yield state


_CHINESE = {
    "the bucket does not exist": "存储桶不存在，请先建好",
    "the secret is wrong": "密钥（secret）不对",
    "the access key is not known": "访问密钥（access key）不对",
    "access denied: keys, permissions or this machine's clock are wrong": "没有权限：密钥、权限或者这台机器的时间不对",
    "this machine's clock differs too much from the store's": "这台机器的时间和存储服务器差得太多，请校准时间",
    "the range lies behind the end of the object": "存储里的文件比登记的短",
    "the store asks to slow down": "存储服务器太忙",
    "the store is not available now": "存储服务器暂时不能用",
    "the store is away": "连不上存储服务器",
    "the store answered HTTP": "存储服务器出错，回答了 HTTP",
    "No space left on device": "磁盘满了",
    "Input/output error": "磁盘读写出错",
    "Read-only file system": "磁盘只能读、不能写",
    "Permission denied": "没有写入的权限",
}
"""What archivers and stores say, for whoever keeps the machine."""


def in_chinese(problem: str) -> str:
    """Return a problem of a store or a disk in Chinese, as far as it is one of those that are known."""
    for said, chinese in _CHINESE.items():
        problem = problem.replace(said, chinese)
    return problem


def _alarms(state: StorageState) -> list[Words]:
    found = []
    free = f"{state.free / GIB:.1f} GiB"
    if state.refusing:
        found.append(
            Words(
                f"{state.source} 的磁盘快满了（只剩 {free}）：新开的课不录像，正在录的不受影响。请清理磁盘。",
                f"The disk of {state.source} is nearly full ({free} left): new lessons are not recorded, "
                "running ones are. Free some space.",
            )
        )
    if state.problem:
        found.append(
            Words(
                f"{state.source} 的录像暂时存不进去（{in_chinese(state.problem)}）：已录的都留着，恢复后自动补上。",
                f"{state.source} cannot store recordings now ({state.problem}): "
                "nothing recorded is lost, it goes on by itself.",
            )
        )
    if state.lost:
        found.append(
            Words(
                f"{state.source} 的磁盘坏了一部分：有 {state.lost} 处没能存下来，录像里标成缺口。",
                f"The disk of {state.source} failed: {state.lost} parts could not be kept and are listed as gaps.",
            )
        )
    return found
