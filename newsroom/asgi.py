"""The application for ASGI servers. WSGI is what we run and measure; this is here for hosts that know only ASGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_asgi_application()
