"""A view as data: the rows of a list or one document, in the forms that programs read.

`Listing` says what is handed out, `forms()` how; an address ends in the name of a form, as in
`/en/visits.csv?since=2011`. What a row tells is declared once, by the models.
"""

from relations.export.forms import CARD, FORMS, Form, forms
from relations.export.listing import Listing

__all__ = ["CARD", "FORMS", "Form", "Listing", "forms"]
