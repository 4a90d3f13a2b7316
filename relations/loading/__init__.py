"""Fixtures: documents in files, through Django's own `loaddata` and `dumpdata`."""
