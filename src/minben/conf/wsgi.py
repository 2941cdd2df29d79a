"""What a WSGI server loads."""

import gc
import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minben.conf.settings")
# What a process begins with stays: nobody needs to look through it for circles, now or later.
gc.disable()
application = get_wsgi_application()

from minben.needs.hotline import actions as hotline  # noqa: E402  # only now are the apps ready

gc.freeze()
gc.enable()
# Beside the first pages, not before them: a model takes seconds to open, and the first person should not wait for it.
Thread(target=hotline.warm_up, name="warm-up", daemon=True).start()
