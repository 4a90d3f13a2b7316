"""The guide to the API and its promises: pages for the people who write the programs."""

from django.conf import settings
from django.shortcuts import render

from relations.api.description import description, example_of
from relations.api.parameters import MOST, USUAL
from relations.api.problems import SORTS, sentences
from relations.views.reading import ReaderView, refuse_parameters


class Guide(ReaderView):
    """Each address with its parameters and an example: the description, for reading."""

    def get(self, request):
        refuse_parameters(request)
        paths = description()["paths"]
        context = {
            "operations": [shown(path, told["get"]) for path, told in paths.items()],
            "problems": [(SORTS[status], int(status), *sentences(status)) for status in SORTS],
            "site": settings.SITE_URL,
            "usual": USUAL,
            "most": MOST,
        }
        return render(request, "relations/api.html", context)


def shown(path: str, operation: dict) -> dict:
    """An address as the guide shows it."""
    return {
        "name": operation["operationId"],
        "path": path,
        "summary": operation["summary"],
        "parameters": [shown_parameter(one) for one in operation["parameters"]],
        "example": settings.SITE_URL + example_of(path, operation),
    }


def shown_parameter(parameter: dict) -> dict:
    schema = parameter["schema"]
    values = schema.get("items", schema).get("enum", ())
    told = {"name": parameter["name"], "said": parameter["description"]}
    return told | {"values": values if len(values) > 1 else ()}


class Promises(ReaderView):
    """What is stable, and how it changes."""

    def get(self, request):
        refuse_parameters(request)
        return render(request, "relations/api_promises.html")
