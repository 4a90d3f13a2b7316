"""The whole record goes out into spreadsheets and comes back unchanged."""

import pytest

from aid.models import AidPackage
from relations.models import Event, Source
from tests.exchanging import exported, totals, upload
from visits.models import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("model", [Event, Visit, AidPackage, Source])
def test_every_document_comes_back_with_nothing_to_change(admin_client, model, kind):
    content = exported(admin_client, model, kind)
    preview = upload(admin_client, model, content, f"file.{kind}")
    assert totals(preview) == {"skip": model.objects.count()}
