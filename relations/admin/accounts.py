"""Accounts and groups, for superusers: a group is a duty, and boxes that a script draws are not
needed to choose one."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetUnusablePasswordMixin
from django.contrib.auth.models import Group, User
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class AccountPasswordForm(AdminPasswordChangeForm):
    """Django joins these words as it starts, in English for everybody."""

    usable_password_help_text = format_lazy(
        '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        SetUnusablePasswordMixin.usable_password_help_text,
        _("If disabled, the current password for this user will be lost."),
    )


admin.site.unregister((User, Group))


@admin.register(User)
class AccountAdmin(UserAdmin):
    change_password_form = AccountPasswordForm
    filter_horizontal = ()


@admin.register(Group)
class DutyAdmin(GroupAdmin):
    filter_horizontal = ()
