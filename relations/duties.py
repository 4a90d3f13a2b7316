"""Who may do what at the desk. A duty is a group of that name; each may all that those before may.

Viewers read what is not public. Authors write and submit. Editors also change what others wrote,
and reject with a remark. Publishers also approve what somebody else wrote. A superuser may all of
it, and approves her own writing only with a reason that readers see.
"""

from enum import IntEnum


class Duty(IntEnum):
    NONE = 0
    VIEWER = 1
    AUTHOR = 2
    EDITOR = 3
    PUBLISHER = 4

    @property
    def group(self) -> str:
        """The name of the group whose members have this duty."""
        return self.name.lower()


def duty_of(user) -> Duty:
    """The highest duty of a user's groups; a publisher's for a superuser, none without the desk.

    Asked once for each user object: a request has one.
    """
    if not (user and user.is_active and user.is_staff):
        return Duty.NONE
    if user.is_superuser:
        return Duty.PUBLISHER
    if not hasattr(user, "_duty"):
        names = set(user.groups.values_list("name", flat=True))
        user._duty = max((duty for duty in Duty if duty.group in names), default=Duty.NONE)
    return user._duty
