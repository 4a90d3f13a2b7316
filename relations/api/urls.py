"""The addresses of the API: each list, and what is in it, is called as its page is."""

from django.urls import include, path

from relations.api.description import Description, Index
from relations.api.lists import DocumentList, Facets, SearchList
from relations.api.views import OneName, OneText
from relations.models import Organisation, Person, Place, Record, Source, Topic
from relations.models.documented import WithStatus
from relations.views.records import Chronology, RecordList
from relations.views.vocabulary import SourceList, TopicList, VocabularyList


def addresses(name: str, key: str, page, model, page_route: str = "") -> list:
    """A list and each document in it; `page` is the view whose rows these are."""
    rows = DocumentList.as_view(of=page, model=model, page_route=page_route or f"{key}_list")
    one = OneText if issubclass(model, WithStatus) else OneName
    return [
        path(name, rows, name=f"{key}_list_api"),
        path(f"{name}/<slug:slug>", one.as_view(model=model), name=f"{key}_detail_api"),
    ]


VOCABULARY = (
    (Person, VocabularyList),
    (Organisation, VocabularyList),
    (Place, VocabularyList),
    (Topic, TopicList),
    (Source, SourceList),
)
documents = [(kind, RecordList) for kind in Record.kinds()] + [*VOCABULARY]

urlpatterns = [
    path("", Index.as_view(), name="api_index"),
    path("openapi.json", Description.as_view(), name="api_description"),
    *addresses("records", "record", Chronology, Record, "chronology"),
    *(made for model, page in documents for made in addresses(model.FILE, model.KEY, page, model)),
    path("search", SearchList.as_view(), name="search_api"),
    path("facets", Facets.as_view(), name="facets_api"),
    path("", include("aid.api")),
]
