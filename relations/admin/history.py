"""The history of a document at the desk: every version of it, and any two of them compared."""

from http import HTTPStatus

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import workflow
from relations.admin.pages import live_of
from relations.document import changes, digest, names_in
from relations.models import Revision
from relations.views.documents import NotThen
from relations.views.history import choices, is_comparison, two_asked
from relations.views.reading import BadFilter

NO_VERSION = _("This document has no version with the digest “%s”.")


class HistoryPages:
    """What a ModelAdmin tells of the versions of its documents, drafts and proposals included."""

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        live = live_of(obj)
        revisions = list(Revision.objects.of(live).select_related("by", "approved_by"))
        status = HTTPStatus.OK
        if is_comparison(request):
            status, told = self.comparison(request, live, revisions)
        else:
            told = self.neighbours(revisions) | choices(revisions)
        context = {
            **self.admin_site.each_context(request),
            "title": _t("History: %s") % obj,
            "opts": self.opts,
            "live": live,
            "may_restore": workflow.may_change(request.user, live),
            "seen": digest(workflow.current(live)),
            "back": self.change_url(live),
            **told,
        }
        return render(request, "admin/document_history.html", context, status=status)

    def neighbours(self, revisions: list[Revision]) -> dict:
        """Every version, with what it changed in the one before it; None for the first."""
        versions = [
            (revision, changes(before.document, revision.document) if before else None)
            for revision, before in zip(revisions, [*revisions[1:], None], strict=True)
        ]
        names = names_in(*(revision.document for revision in revisions))
        return {"versions": versions, "names": names}

    def comparison(self, request, live, revisions: list[Revision]) -> tuple[HTTPStatus, dict]:
        """The differences between two versions; else why there are none to tell."""
        try:
            old, new = two_asked(request, Revision.objects.of(live), NO_VERSION)
        except NotThen as missing:
            return HTTPStatus.NOT_FOUND, {"reasons": [str(missing)]} | choices(revisions)
        except BadFilter as bad:
            reasons = [
                f"{objection.parameter}: {objection.message}" for objection in bad.objections
            ]
            return HTTPStatus.BAD_REQUEST, {"reasons": reasons} | choices(revisions)
        compared = {"old": old, "new": new, "changes": changes(old.document, new.document)}
        names = names_in(old.document, new.document)
        return HTTPStatus.OK, {"compared": compared, "names": names} | choices(revisions, old, new)
