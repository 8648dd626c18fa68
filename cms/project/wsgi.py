"""The WSGI application that production servers load."""

import os

from django.core.wsgi import get_wsgi_application

from cms.project.environment import settings_module

os.environ["DJANGO_SETTINGS_MODULE"] = settings_module()

application = get_wsgi_application()
