"""Documents as JSON Lines, one document a line: for bulk."""

import json

from django.core.management.base import CommandError

from relations.loading.dumped import DocumentSerializer
from relations.loading.loaded import documents_in


class Serializer(DocumentSerializer):
    @staticmethod
    def written(documents: list[dict]) -> str:
        return "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)


def Deserializer(stream_or_string, **_options):
    if isinstance(stream_or_string, str | bytes):
        stream_or_string = stream_or_string.splitlines()
    return documents_in(rows(stream_or_string), stream_or_string)


def rows(lines):
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except ValueError as error:
            file = getattr(lines, "name", "JSON Lines")
            raise CommandError(f"{file}, line {number}: {error}") from error
