"""A real Elasticsearch server for the tests, from Maven Central: free ports, gone afterwards.

What is fetched is the distribution that Elasticsearch itself is tested with: the server without
its optional modules. It brings no Java and refuses to run as root, so root hands it to another
user. A server lives as long as somebody holds its life line, a FIFO: however a test run ends, it
is not left behind.
"""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.database import cache_folder
from tests.servers.site import free_port

VERSION = "8.19.3"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
JAVA_VERSIONS = range(17, 25)  # of which this version of the server knows what to expect
FETCH_TIMEOUT_SECONDS = 600
START_TIMEOUT_SECONDS = 180
STOP_TIMEOUT_SECONDS = 20
UNPRIVILEGED_USERS = ("elasticsearch", "nobody")
SETTINGS = {
    "xpack.security.enabled": "false",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "http.host": "127.0.0.1",
    "transport.host": "127.0.0.1",
}
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # tests end before more pays
LOGGING = """
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %-5p %c{1.} %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""
# The server ends when the life line (standard input) does, or on its own.
KEEPER = """
exec 3<&0
"$@" &
server=$!
{ cat <&3 >/dev/null; kill $server; } &
wait $server
kill $! 2>/dev/null
"""


class ElasticsearchMissing(Exception):
    """The machine cannot run Elasticsearch: no Java or no Maven, or it cannot be fetched."""


@dataclass(frozen=True, slots=True)
class Node:
    """A running server: where it answers, and its processes."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    def get(self, path: str) -> Any:
        """The answer to GET, as JSON."""
        with urllib.request.urlopen(f"http://{self.address}{path}", timeout=60) as response:
            return json.load(response)

    def wait_until_ready(self) -> None:
        """Return when the node answers and belongs to a cluster."""
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.get("/_cluster/health?wait_for_status=yellow&timeout=1s")
            except (OSError, ValueError):
                time.sleep(0.2)
            else:
                return
        raise RuntimeError(f"Elasticsearch did not start: {self.log.read_text(errors='replace')}")

    def kill(self) -> None:
        """End all its processes at once, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class LifeLine:
    """What servers read from; while it is held, they live."""

    def __init__(self, folder: Path) -> None:
        """Make it in a folder, and hold it."""
        self.path = folder / "alive"
        os.mkfifo(self.path)
        self._held = os.open(self.path, os.O_RDWR)

    def let_go(self) -> None:
        """Let the servers end."""
        os.close(self._held)


def java_home() -> Path:
    """The folder of a Java that runs the server.

    Raises:
        ElasticsearchMissing: There is none in the usual places.
    """
    candidates = [
        Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if name in os.environ
    ]
    if java := shutil.which("java"):
        candidates.append(Path(java).resolve().parent.parent)
    candidates += sorted(Path("/usr/lib/jvm").glob("*"))
    for folder in candidates:
        release = folder / "release"
        told = release.read_text() if release.exists() else ""
        version = re.search(r'^JAVA_VERSION="(\d+)', told, re.MULTILINE)
        if version and int(version[1]) in JAVA_VERSIONS and (folder / "bin" / "java").exists():
            return folder
    wanted = f"{JAVA_VERSIONS.start} to {JAVA_VERSIONS.stop - 1}"
    raise ElasticsearchMissing(f"no Java {wanted} on this machine, which Elasticsearch needs")


def distribution() -> Path:
    """The file with the server, fetched once.

    Raises:
        ElasticsearchMissing: It is not there and cannot be fetched.
    """
    kept = cache_folder() / f"elasticsearch-{VERSION}.zip"
    if kept.exists():
        return kept
    maven = shutil.which("mvn")
    if maven is None:
        raise ElasticsearchMissing("no Maven (mvn) on this machine, which fetches Elasticsearch")
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        options = [f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
        done = subprocess.run(
            [maven, "--quiet", "--batch-mode", "dependency:copy", *options],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=FETCH_TIMEOUT_SECONDS,
            check=False,
        )
        if done.returncode:
            raise ElasticsearchMissing(f"Elasticsearch cannot be fetched: {done.stdout.strip()}")
        (Path(folder) / kept.name).replace(kept)  # another run may have done the same
    return kept


@contextmanager
def server_folder() -> Iterator[Path]:
    """A new folder that every user may read, removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="klastr-elasticsearch-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unpack(folder: Path) -> Path:
    """The server's own folder, unpacked where the user that it runs as may read it."""
    java_home()
    with zipfile.ZipFile(distribution()) as packed:
        packed.extractall(folder)
    return folder / f"elasticsearch-{VERSION}"


def start(
    home: Path, folder: Path, life_line: Path, settings: Mapping[str, str], heap: str
) -> Node:
    """A node that has been started, with its data in `folder`; it is not ready yet."""
    name, port, user = folder.name, free_port(), _server_user()
    for part in ("config", "data", "tmp"):
        (folder / part).mkdir(parents=True)
    own = {
        "node.name": name,
        "http.port": str(port),
        "path.data": str(folder / "data"),
        "path.logs": str(folder),
        **SETTINGS,
        **settings,
    }
    config = folder / "config"
    (config / "elasticsearch.yml").write_text("".join(f"{k}: {v}\n" for k, v in own.items()))
    options = (f"-Xms{heap}", f"-Xmx{heap}", f"-Djava.io.tmpdir={folder / 'tmp'}", *QUICK_START)
    (config / "jvm.options").write_text("\n".join(options))
    (config / "log4j2.properties").write_text(LOGGING)
    if user is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)
    environment = {
        "PATH": os.environ["PATH"],
        "ES_JAVA_HOME": str(java_home()),
        "ES_PATH_CONF": str(config),
        "ES_TMPDIR": str(folder / "tmp"),
    }
    log = folder / "log"
    with log.open("wb") as output, life_line.open("rb") as line:
        process = subprocess.Popen(
            ["bash", "-c", KEEPER, "keeper", "bash", str(home / "bin" / "elasticsearch")],
            env=environment,
            user=user and user.pw_uid,
            group=user and user.pw_gid,
            extra_groups=None if user is None else [],
            stdin=line,
            stdout=output,
            stderr=output,
            cwd=folder,
            start_new_session=True,
        )
    return Node(name, port, process, log)


@contextmanager
def elasticsearch_cluster(size: int = 1, heap: str = "1g") -> Iterator[list[Node]]:
    """Servers that know one another, ready to be asked; stopped and removed at the end."""
    with server_folder() as folder, ExitStack() as stack:
        home = unpack(folder)
        line = LifeLine(folder)
        names = [f"node{number}" for number in range(1, size + 1)]
        ports = [free_port() for _ in names]
        seeds = ",".join(f"127.0.0.1:{port}" for port in ports)
        nodes: list[Node] = []
        stack.callback(lambda: _end(nodes))
        stack.callback(line.let_go)
        for name, port in zip(names, ports, strict=True):
            settings = {"transport.port": str(port)}
            if size == 1:
                settings["discovery.type"] = "single-node"
            else:
                settings["discovery.seed_hosts"] = seeds
                settings["cluster.initial_master_nodes"] = ",".join(names)
            nodes.append(start(home, folder / name, line.path, settings, heap))
        for node in nodes:
            node.wait_until_ready()
        yield nodes


def _server_user() -> pwd.struct_passwd | None:
    """The user to run as when we are root, None to stay who we are."""
    if os.getuid() != 0:
        return None
    known = {account.pw_name: account for account in pwd.getpwall()}
    return next(known[name] for name in UNPRIVILEGED_USERS if name in known)


def _end(nodes: list[Node]) -> None:
    for node in nodes:
        try:
            node.process.wait(STOP_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            node.kill()


if __name__ == "__main__":
    distribution()
