"""Real HTTP caches in front of a running site: Varnish and nginx, with the files of ``docker/``."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.site import free_port

DOCKER = Path(__file__).resolve().parents[2] / "docker"
START_SECONDS = 30


def program(name: str) -> str:
    """The path of a program; the test is left out where it is missing, unless it is required."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if found:
        return found
    if os.environ.get("KLASTR_REQUIRE_CACHES"):
        pytest.fail(f"{name} is missing")
    pytest.skip(f"{name} is missing")


@contextmanager
def varnish(site: int, folder: Path, port: int = 0) -> Iterator[str]:
    """The address of Varnish in front of the site at this port of this machine."""
    varnishd, port = program("varnishd"), port or free_port()
    text = (DOCKER / "varnish.vcl").read_text()
    text = text.replace('.host = "klastr"', '.host = "127.0.0.1"')
    text = text.replace('.port = "8000"', f'.port = "{site}"')
    text = re.sub(r'  "(klastr|deliver)";\n', "", text)  # no such hosts here
    vcl = folder / "varnish.vcl"
    vcl.write_text(text)
    command = [varnishd, "-F", "-a", f"127.0.0.1:{port}", "-f", str(vcl), "-j", "none"]
    own = ["-n", str(folder / "varnish"), "-s", "malloc,20m", "-T", "none"]
    with _running([*command, *own], port, folder / "varnish.log"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def nginx(site: int, folder: Path, *, minds_tokens: bool = True) -> Iterator[str]:
    """The address of nginx in front of the site at this port of this machine."""
    binary, port = program("nginx"), free_port()
    text = (DOCKER / "nginx-cache.conf").read_text()
    text = text.replace("klastr:8000", f"127.0.0.1:{site}")
    text = text.replace("listen 8000", f"listen 127.0.0.1:{port}")
    text = text.replace("/var/cache/nginx/klastr", str(folder / "kept"))
    text = text.replace("/var/log/nginx/access.log", str(folder / "access.log"))
    if not minds_tokens:
        text = re.sub(r"\n.*\$http_authorization;", "", text)
    temporary = "\n".join(
        f"{kind}_temp_path {folder / kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = folder / "nginx.conf"
    user = "user root; " if os.getuid() == 0 else ""  # the folder is for its owner only
    conf.write_text(
        f"{user}daemon off; pid {folder / 'nginx.pid'}; error_log {folder / 'nginx.log'};\n"
        f"events {{}}\nhttp {{\n{temporary}\n{text}\n}}\n"
    )
    with _running([binary, "-c", str(conf), "-p", str(folder)], port, folder / "nginx.out"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], port: int, log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait_for(port, process, log)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody answers at {port}:\n{log.read_text()}")
