"""What `dumpdata` writes: the documents of root models, sorted, the same on every database."""

from collections.abc import Iterable

from relations.document import build, roots


def documents_of(objects: Iterable) -> list[dict]:
    """The documents of those objects that are roots, by kind and slug; parts go with their root."""
    models = set(roots().values())
    documents = [build(obj) for obj in objects if type(obj) in models]
    return sorted(documents, key=lambda document: next(iter(document.items())))


class DocumentSerializer:
    """The part of Django's serializer interface that `dumpdata` uses."""

    internal_use_only = False

    def serialize(self, queryset, *, stream=None, **_options):
        text = self.written(documents_of(queryset))
        if stream is not None:
            stream.write(text)
        self._text = text
        return text

    def getvalue(self) -> str:
        return self._text

    @staticmethod
    def written(documents: list[dict]) -> str:
        """The documents as one file of this format."""
        raise NotImplementedError
