"""How much a run does: a twentieth every day, all of it in `make test-full`."""

import os

#: How many times the everyday count a run goes through.
TIMES = 20 if os.environ.get("HYPOTHESIS_PROFILE") == "full" else 1
