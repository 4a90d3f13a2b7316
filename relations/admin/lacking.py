"""Words of Django's that the desk shows and that its own catalogues lack in a language of ours.

Named here they stand in our catalogue, which is asked before Django's. A test finds those that are
missing, and those that Django has by now.
"""

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_noop
from django.views.i18n import JavaScriptCatalog

ON_PAGES = (
    gettext_noop("After you’ve created a user, you’ll be able to edit more user options."),
    gettext_noop(
        "ManagementForm data is missing or has been tampered with. Missing fields: "
        "%(field_names)s. You may need to file a bug report if the issue persists."
    ),
)
IN_SCRIPTS = (
    gettext_noop(
        "You have selected an action, but you haven’t saved your changes to individual fields yet. "
        "Please click OK to save. You’ll need to re-run the action."
    ),
    gettext_noop(
        "You have selected an action, and you haven’t made any changes on individual fields. "
        "You’re probably looking for the Go button rather than the Save button."
    ),
)


class WordsOfScripts(JavaScriptCatalog):
    """What the scripts of the admin say."""

    packages = ("django.contrib.admin",)

    def get_catalog(self) -> dict:
        return {words: _t(words) for words in IN_SCRIPTS} | super().get_catalog()
