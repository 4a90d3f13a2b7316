from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = _("Chronology")
    default = True


class Desk(admin_apps.AdminConfig):
    """Django's admin as the curators' desk."""

    default_site = "relations.desk.Desk"
    default = False
