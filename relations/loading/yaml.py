"""Documents as YAML: for people to write, review and compare."""

import yaml
from django.core.management.base import CommandError
from django.utils.translation import gettext as _t

from relations.loading.dumped import DocumentSerializer
from relations.loading.loaded import documents_in

WIDTH = 100


class DocumentLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Safe YAML that keeps dates as they are written and refuses a key that stands twice."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _value in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, _t("“%s” stands twice in one mapping") % key.value, key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


class DocumentDumper(yaml.SafeDumper):
    """Block style, Markdown in block scalars, lists indented under their key."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data):
        return True


def represent_text(dumper, text: str):
    """Markdown as a block; whatever opens like a date or a number in quotes."""
    style = "|" if "\n" in text else '"' if text[:1].isdigit() or text[:2] == ".." else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


DocumentDumper.add_representer(str, represent_text)


def read(text, file: str) -> list:
    """The list of documents in a YAML text; CommandError naming the file and line otherwise."""
    try:
        rows = yaml.load(text, Loader=DocumentLoader) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CommandError(f"{file}: {error}") from error
    if not isinstance(rows, list):
        raise CommandError(_t("%s: a fixture is a list of documents.") % file)
    return rows


class Serializer(DocumentSerializer):
    @staticmethod
    def written(documents: list[dict]) -> str:
        texts = (
            yaml.dump(
                [document], Dumper=DocumentDumper, allow_unicode=True, sort_keys=False, width=WIDTH
            )
            for document in documents
        )
        return "\n".join(texts)


def Deserializer(stream_or_string, **_options):
    return documents_in(
        read(stream_or_string, getattr(stream_or_string, "name", "")), stream_or_string
    )
