"""The record for programs: the lists and documents of the pages as JSON, at addresses that stay.

Every address begins with `/api/v1/`. An answer says what its page says, narrowed by the same
filters and in the same order; what went wrong is told as RFC 9457 has it.
"""

PREFIX = "/api/"


def is_for_programs(request) -> bool:
    return request.path_info.startswith(PREFIX)
