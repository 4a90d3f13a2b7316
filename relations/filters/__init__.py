"""The filters of the lists, each a part of an address."""

from relations.filters.address import AFTER, TRACKING, AddressFilter, Chip, Objection
from relations.filters.fields import AllNamed, AnyNamed, AnyOf, slugs_today
from relations.filters.records import EventFilter, RecordFilter, chronology_filters, filters_of

__all__ = [
    "AFTER", "TRACKING", "AddressFilter", "AllNamed", "AnyNamed", "AnyOf", "Chip", "EventFilter",
    "Objection", "RecordFilter", "chronology_filters", "filters_of",
    "slugs_today",
]  # fmt: skip
