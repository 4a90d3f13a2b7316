import time
import pytest
from django.db import connection, transaction, OperationalError
from relations.models import *
from tests.house import test_budgets as b
pytestmark = pytest.mark.django_db
def test_it():
    real = connection.cursor
    b.begin()
    import unittest.mock as m
    with m.patch.object(b, "connection"):
        b.tell(range(30)); b.tell(range(30, 3000))
    for model in (Person, Organisation, Place, Source, Topic):
        t=time.time()
        try:
            with transaction.atomic():
                with connection.cursor() as c: c.execute("set local statement_timeout='15s'")
                n=len(list(model.objects.published()))
        except OperationalError as e: n=str(e)[:60]
        print("TIME", model.__name__, n, round(time.time()-t,2))
