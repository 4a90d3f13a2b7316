from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = _("Chronology")
    default = True

    def ready(self) -> None:
        """Every model is there by now, and what references lead to is known."""
        from relations.models.naming import name_fields

        for model in apps.get_models():
            if hasattr(model, "labels"):
                name_fields(model)


class Desk(admin_apps.AdminConfig):
    """Django's admin as the curators' desk."""

    default_site = "relations.desk.Desk"
    default = False
