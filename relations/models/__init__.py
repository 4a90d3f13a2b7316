from relations.models.actors import Organisation, Participation, Person, Tenure, Variant
from relations.models.corrections import Correction, EarlierAnswer
from relations.models.event import Event
from relations.models.history import Revision
from relations.models.inquiries import Inquiry
from relations.models.links import LinkCheck
from relations.models.merges import Merge
from relations.models.places import Place
from relations.models.previews import PreviewLink
from relations.models.record import Column, Lane, Link, Mark, Record
from relations.models.relation import Relation
from relations.models.sources import Citation, Source
from relations.models.topics import Page, Topic

__all__ = [
    "Citation", "Column", "Correction", "EarlierAnswer", "Event", "Inquiry", "Lane", "Link",
    "LinkCheck", "Mark", "Merge", "Organisation", "Page", "Participation", "Person", "Place",
    "PreviewLink", "Record", "Relation", "Revision", "Source", "Tenure", "Topic", "Variant",
]  # fmt: skip
