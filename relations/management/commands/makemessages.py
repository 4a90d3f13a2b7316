"""Gather the messages to translate as Django does, under the names this project gives gettext.

What comes out follows from the sources alone: no date of the run, no guessed translations.
"""

import re
from pathlib import Path

from django.core.management.commands import makemessages

DATES = re.compile(r'^"(?:POT-Creation|PO-Revision)-Date: .*\n', re.MULTILINE)


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_t"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def write_po_file(self, potfile, locale):
        super().write_po_file(potfile, locale)
        catalogue = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        catalogue.write_text(DATES.sub("", catalogue.read_text("utf-8"), count=2), "utf-8")
