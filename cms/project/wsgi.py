"""The WSGI application that production servers load."""

import os

from django.core.wsgi import get_wsgi_application

from cms.project.environment import settings_module

os.environ["DJANGO_SETTINGS_MODULE"] = settings_module()

django_application = get_wsgi_application()

from cms.graphql.http.repeated import RepeatedRequests  # noqa: E402 -- only now models can be loaded

application = RepeatedRequests(django_application)
