"""What a WSGI server loads: ``wsgi:app``."""

import sys

from forum.app import create_app
from forum.core.config import BadSetting

try:
    app = create_app()
except BadSetting as error:
    sys.exit(f"Waymark cannot start. {error}")
