"""A visit in the words of schema.org."""

from relations.export import linked


def visit(record) -> dict:
    """An event that also takes place wherever the visitors stopped."""
    stops = [stop.place for stop in record.stops.all()]
    places = linked.each([*record.places.all(), *stops])
    return linked.event(record) | {"location": places}
