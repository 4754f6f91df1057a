"""What a WSGI server loads: ``wsgi:app``."""

import gc
import os
import sys

from forum.app import create_app
from forum.core.config import BadSetting

# The database and the mails that wait are nobody else's to read.
os.umask(0o077)

try:
    app = create_app()
except BadSetting as error:
    sys.exit(f"Waymark cannot start. {error}")

# What is there now stays: the collector need not look at it again, and the pages of memory that
# it would write its marks into stay shared by all workers.
gc.collect()
gc.freeze()
