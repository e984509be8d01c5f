"""``python -m logbessel`` is the command ``logbessel``."""

import sys

from logbessel.cli import main

sys.exit(main())
