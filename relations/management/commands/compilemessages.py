"""Compile the message catalogues with Babel, so that no system needs gettext to run the site."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile relations/locale/*/LC_MESSAGES/django.po where it is newer than its .mo file."

    def handle(self, **_options):
        for root in settings.LOCALE_PATHS:
            for source in sorted(Path(root).glob("*/LC_MESSAGES/django.po")):
                target = source.with_suffix(".mo")
                if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                    compile_catalogue(source, target)


def compile_catalogue(source: Path, target: Path) -> None:
    with source.open("rb") as stream:
        catalogue = read_po(stream)
    fresh = target.with_suffix(".mo.new")
    with fresh.open("wb") as stream:
        write_mo(stream, catalogue)
    fresh.replace(target)
