"""`python -m checker` is `malaprop`."""

import sys

from checker.cli import main

sys.exit(main())
