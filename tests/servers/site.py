"""The product itself as real processes: ``klastr up`` in a folder, on a port, and out again."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPMessage
from pathlib import Path
from typing import Any

READY_TIMEOUT_SECONDS = 180
NOT_INHERITED = re.compile(
    r"DJANGO_SETTINGS_MODULE|KLASTR_.*|PYTEST_.*|(DATABASE|SEARCH|SEARCH_STANDIN|CACHE|STORAGE|PUBLIC|EMAIL)_URL"
    r"|SECRET_KEY|ALLOWED_HOSTS|CORS_ORIGINS|WORKERS|DELIVERY|TRUSTED_PROXIES|PREVIEW_FRONTENDS|PURGE|WEBHOOKS"
    r"|PYTHONDONTWRITEBYTECODE"  # so that only the first of many starts compiles
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `status` 200, or whatever the server said."""

    status: int
    headers: HTTPMessage
    body: bytes


@dataclass(slots=True)
class Site:
    """A running ``klastr up``: its process, where it answers, and what it printed."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path
    started: float = field(default_factory=time.monotonic)

    @property
    def output(self) -> str:
        """All that it has printed so far."""
        return self.log.read_text()

    @property
    def password(self) -> str:
        """The administrator's password, as the first start printed it."""
        found = re.search(r"Password\s+(\S+)", self.output)
        assert found is not None, self.output
        return found[1]

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to GET."""
        return ask(urllib.request.Request(f"{self.url}{path}", headers=dict(headers or {})))

    def graphql(self, query: str, **variables: object) -> Any:
        """The answer to a GraphQL request, as JSON."""
        return json.loads(self.post_graphql(query, **variables).body)

    def post_graphql(self, query: str, **variables: object) -> Answer:
        """The answer to a GraphQL request, as it came."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/graphql-response+json",  # by which a bad question is 400
        }
        return ask(urllib.request.Request(f"{self.url}/graphql", data=body, headers=headers))

    def wait_until_ready(self) -> float:
        """Seconds from the start to the first good GraphQL answer."""
        while time.monotonic() - self.started < READY_TIMEOUT_SECONDS:
            assert self.process.poll() is None, f"ended too early:\n{self.output}"
            try:
                if self.graphql("{ __typename }") == {"data": {"__typename": "Query"}}:
                    return time.monotonic() - self.started
            except (OSError, ValueError):
                pass
            time.sleep(0.05)
        raise AssertionError(f"not ready in time:\n{self.output}")

    def processes(self) -> list[int]:
        """Process numbers of the whole tree, the parent first."""
        return processes_of_session(self.process.pid)

    def press_ctrl_c(self) -> int:
        """The exit code after SIGINT to the foreground group, as a terminal sends it."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=10)


def ask(request: urllib.request.Request) -> Answer:
    """The answer to a request, whatever its status."""
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


def environment(home: Path, **variables: str) -> dict[str, str]:
    """The environment of a stranger: ours without what this test run has set."""
    inherited = {k: v for k, v in os.environ.items() if not NOT_INHERITED.fullmatch(k)}
    return {**inherited, "KLASTR_HOME": str(home), **variables}


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def klastr(*arguments: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "cms", *arguments],
        env=environment(home, **variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextmanager
def running(home: Path, *arguments: str, **variables: str) -> Iterator[Site]:
    """``klastr up`` in a session of its own, of which nothing is left afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "cms", "up", "--port", str(port), *arguments]
    with tempfile.NamedTemporaryFile(prefix="klastr-up-", suffix=".log") as log:
        process = subprocess.Popen(
            command,
            env=environment(home, **variables),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield Site(process, f"http://127.0.0.1:{port}", Path(log.name))
        finally:
            for number in processes_of_session(process.pid):
                os.kill(number, signal.SIGKILL)
            process.wait()


def processes_of_session(session: int) -> list[int]:
    """Numbers of the living processes that `session`, a process number, leads or led."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,sess=,stat="], capture_output=True, text=True, check=True
    )
    found = []
    for line in listed.stdout.splitlines():
        number, own_session, state = line.split()
        if int(own_session) == session and not state.startswith("Z"):
            found.append(int(number))
    return sorted(found)
