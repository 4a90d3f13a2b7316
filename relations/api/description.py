"""OpenAPI 3.1 of the API, made from its routes, the filters of the pages and the models."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations.api import schemas
from relations.api.arguments import described, slug_in_path
from relations.api.problems import MEDIA_TYPE
from relations.api.views import ApiView, at, told_as_json
from relations.export.plain import LICENCES
from relations.filters import AnyNamed
from relations.models import Record, Relation
from relations.models.documented import Documented
from relations.views.reading import refuse_parameters


class Operation(NamedTuple):
    """What can be asked: the route, its address with `{slug}` in it, and the view that answers."""

    name: str
    path: str
    view: ApiView


def operations() -> Iterator[Operation]:
    resolver = get_resolver("relations.api.urls")
    yield from _walk(resolver.url_patterns, reverse("api_index"))


def _walk(patterns, before: str) -> Iterator[Operation]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            view = pattern.callback.view_class(**pattern.callback.view_initkwargs)
            yield Operation(pattern.name, re.sub("<slug:([a-z]+)>", r"{\1}", path), view)


def description() -> dict:
    """The whole description, in the language of the answer."""
    asked = list(operations())
    roots = {model for op in asked if (model := model_of(op.view)) not in (None, Record)}
    return {
        "openapi": "3.1.0",
        "info": about(),
        "servers": [{"url": settings.SITE_URL}],
        "externalDocs": {"url": at("api")},
        "paths": {operation.path: {"get": told(operation)} for operation in asked},
        "components": {"schemas": schemas.components(roots)},
    }


def model_of(view) -> type[Documented] | None:
    return getattr(view, "model", None)


def about() -> dict:
    return {
        "title": Relation.objects.current().name.text or settings.SITE_URL,
        "version": "1.0.0",
        "description": _t("The record for programs, to be read by anybody without a key."),
        "termsOfService": at("api_promises"),
        "license": {
            "name": "CC BY-SA 4.0 (texts), CC0 1.0 (data)",
            "identifier": "CC-BY-SA-4.0 AND CC0-1.0",
        },
    }


def told(operation: Operation) -> dict:
    view = operation.view
    model = model_of(view)
    of_one = [slug_in_path(model)] if "{slug}" in operation.path else []
    return {
        "operationId": operation.name.removesuffix("_api"),
        "summary": summary(view),
        "parameters": [*of_one, *described(view)],
        "responses": {"200": answer(view.schema())} | others(view, of_one),
    }


def summary(view) -> str:
    model = model_of(view)
    named = {"documents": model._meta.verbose_name_plural if model else ""}
    return capfirst(str(view.summary) % named)


def example_of(path: str, operation: dict) -> str:
    """The address that the examples of the parameters make."""
    given = {one["name"]: one["example"] for one in operation["parameters"] if "example" in one}
    query = {name: value for name, value in given.items() if f"{{{name}}}" not in path}
    joined = {n: ",".join(v) if isinstance(v, list) else v for n, v in query.items()}
    there = path.replace("{slug}", given.get("slug", "{slug}"))
    return there + (f"?{urlencode(joined, safe=',')}" if joined else "")


def answer(schema: dict) -> dict:
    return {
        "description": _t("The answer"),
        "headers": {
            "ETag": {
                "description": _t("Send it as If-None-Match to be told whether it changed."),
                "required": True,
                "schema": schemas.STRING,
            }
        },
        "content": {"application/json": {"schema": schema}},
    }


def others(view, of_one: list) -> dict:
    """What else may be answered; of one document also where it went."""
    problem = {MEDIA_TYPE: {"schema": schemas.ref("Problem")}}
    found = {
        "400": _t("A parameter is not understood"),
        "405": _t("It can only be read"),
        "412": _t("It is no longer what If-Match names"),
    }
    if of_one:
        found |= {"404": _t("There is no such document"), "410": _t("It was withdrawn")}
    told = {status: {"description": said, "content": problem} for status, said in found.items()}
    told["304"] = {"description": _t("It is still what If-None-Match names")}
    if of_one:
        told["301"] = {"description": _t("It moved, or was merged into another")}
    elif any(isinstance(one, AnyNamed) for named in view.filters().values() for one in named):
        told["301"] = {"description": _t("A filter names something by a former slug")}
    return dict(sorted(told.items()))


class Description(ApiView):
    summary = _("This description, in OpenAPI 3.1")

    def get(self, request):
        refuse_parameters(request, known=self.own)
        return told_as_json(description())

    def schema(self) -> dict:
        return {"type": "object", "required": ["openapi", "info", "paths"]}


class Index(ApiView):
    """Where everything else is."""

    summary = _("All addresses")

    def get(self, request):
        refuse_parameters(request, known=self.own)
        return told_as_json(
            {
                "title": Relation.objects.current().name.text,
                "guide": at("api"),
                "promises": at("api_promises"),
                "description": at("api_description"),
                "licences": LICENCES,
                "addresses": [settings.SITE_URL + operation.path for operation in operations()],
            }
        )

    def schema(self) -> dict:
        places = dict.fromkeys(("guide", "promises", "description"), schemas.ADDRESS)
        licences = schemas.of_object(dict.fromkeys(LICENCES, schemas.ADDRESS))
        own = {"licences": licences, "addresses": schemas.of_list(schemas.STRING)}
        return schemas.of_object({"title": schemas.STRING} | places | own)
