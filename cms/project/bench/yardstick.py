"""The yardstick: a bare Django view that returns from memory the bytes that the site answers with.

It runs under the same server with as many workers, in processes of its own, and is asked in the
same manner: the same method, the same body, the same connections. What it does not have is all
that is ours to justify: middleware, database, GraphQL. It does not read the body of a POST.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from cms.project.server import serve

_answers: dict[str, bytes] = {}


@csrf_exempt
def answered(request: HttpRequest, name: str) -> HttpResponse:
    """The bytes called `name`."""
    content = _answers[name]
    headers = {"Content-Length": str(len(content))}
    return HttpResponse(content, content_type="application/json; charset=utf-8", headers=headers)


urlpatterns = [path("<str:name>", answered)]


def application(folder: Path) -> Callable[..., Any]:
    """Django with nothing but the view; its answers are the files in `folder`."""
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 -- after the settings

    _answers.update({file.name: file.read_bytes() for file in folder.iterdir()})
    settings.configure(ROOT_URLCONF="cms.project.bench.yardstick", ALLOWED_HOSTS=["*"])
    return get_wsgi_application()


if __name__ == "__main__":
    _host, _port, _workers, _folder = sys.argv[1:]
    # Under its own name, for the view is looked up by it.
    from cms.project.bench import yardstick

    load = partial(yardstick.application, Path(_folder))
    serve(_host, int(_port), int(_workers), load=load)
