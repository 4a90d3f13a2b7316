"""Lists and fields of the desk find by words, in any language, script and form of a word."""

from django.db.models import Q

from relations.models.fields import SLUG
from relations.search import matching, words_in


class FoundByWords:
    """A ModelAdmin whose search asks the site's own index."""

    # Django shows a search box, and lets other forms ask, only where this names something.
    search_fields = ("slug",)

    def get_search_results(self, request, queryset, search_term):
        return self.found_by(queryset, search_term) if search_term.strip() else queryset, False

    def found_by(self, rows, question: str):
        """A slug asks for its own document, anything else for the words in it."""
        slug = question.strip()
        named = rows.filter(slug=slug) if SLUG.match(slug) else rows.none()
        return named if named.exists() else self.holding(rows, question)

    def holding(self, rows, question: str):
        return matching(rows, question)


class FoundInFew(FoundByWords):
    """The same where there are few rows, and no index of them."""

    def holding(self, rows, question: str):
        wanted = [Q(tokens__contains=word) for word in words_in(question)]
        return rows.filter(*wanted) if wanted else rows.none()
