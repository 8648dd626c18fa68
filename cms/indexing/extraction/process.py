"""Runs the program that reads a file, and trusts neither its time nor its output."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import BinaryIO

from cms.indexing.extraction import program

SECONDS = 30.0  # by the clock; the program itself has less time of the processor
MAX_FILE_BYTES = 50 * 1024 * 1024
PROBLEMS = {
    program.ENCRYPTED: "encrypted",
    program.BROKEN: "broken",
    program.TOO_LARGE: "too-large",
    program.OUT_OF_MEMORY: "out-of-memory",
}
FORMATS = frozenset(program.READERS)


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file; empty with a `problem` when it could not be read."""

    text: str = ""
    problem: str = ""


def extract(file: BinaryIO, format: str, *, seconds: float = SECONDS) -> Extracted:
    """The text of `file`, which is of `format` ("pdf", "docx", …); returns within `seconds`.

    Raises: OSError when no process can be started.
    """
    if format not in FORMATS:
        return Extracted(problem="unsupported")
    content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        return Extracted(problem="too-large")
    return _run(content, format, seconds)


def _run(content: bytes, format: str, seconds: float) -> Extracted:
    process = subprocess.Popen(  # noqa: S603 -- our own program, a format of a closed list
        [sys.executable, "-I", "-m", program.__name__, format],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},  # no secret of ours is in its reach
        start_new_session=True,  # so that Ctrl-C is for us alone
    )
    is_late = threading.Event()

    def stop() -> None:
        is_late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        return _outcome(process, content, is_late)
    finally:
        timer.cancel()
        process.kill()
        process.wait()


def _outcome(
    process: subprocess.Popen[bytes], content: bytes, is_late: threading.Event
) -> Extracted:
    assert process.stdin is not None  # noqa: S101 -- both are pipes
    assert process.stdout is not None  # noqa: S101 -- likewise
    # It reads everything before it writes anything, so neither waits for the other.
    try:
        with process.stdin as pipe:
            pipe.write(content)
    except BrokenPipeError:
        pass  # it ended early; its code says why
    with process.stdout as pipe:
        said = pipe.read(4 * program.MAX_CHARACTERS + 1)
    if len(said) > 4 * program.MAX_CHARACTERS:
        return Extracted(problem="broken")
    code = process.wait()
    if is_late.is_set():
        return Extracted(problem="too-slow")
    if code == 0:
        return Extracted(said.decode("utf-8", "replace"))
    return Extracted(problem=PROBLEMS.get(code, "too-slow" if code == -24 else "crashed"))
