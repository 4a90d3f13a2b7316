"""The aid records as a file of the International Aid Transparency Initiative, version 2.03.

This site only tells what others gave, so it is a secondary reporter; it has no identifier of a
registration agency and calls itself by the name of its host. What the standard has no place for
stands in a namespace of its own, `record`: sums that totals do not add, sums and packages whose
day is not known, allocations, and outside estimates. So no sum is told twice and none is lost.
"""

from collections.abc import Iterator
from tempfile import TemporaryFile
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.utils.translation import gettext as _t

from aid.iati.activities import activity, left_out, why_left_out
from aid.iati.elements import written
from aid.iati.reporting import Reporter
from aid.models import AidPackage
from relations.export import Form, Listing

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03" xmlns:record={namespace}>
<!-- {remark} -->
"""


def write_iati(listing: Listing) -> Iterator[bytes]:
    """An activity for each package; the standard knows no file without any."""
    remark = _t(
        "In the namespace “record” stands what the standard has no place for: sums that totals do "
        "not add, sums and packages without a known day, allocations, outside estimates."
    )
    namespace = quoteattr(f"{settings.SITE_URL}/")
    yield HEAD.format(namespace=namespace, remark=remark).encode()
    reporter = Reporter.current()
    with TemporaryFile() as rest:
        for entry in listing.entries():
            if why_left_out(entry.obj):
                rest.write(written(left_out(entry)))
            else:
                yield written(activity(entry, reporter))
        rest.seek(0)
        yield from rest
    yield b"</iati-activities>\n"


IATI = Form("iati.xml", "application/xml", "IATI", write_iati, True, (AidPackage,))
