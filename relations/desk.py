"""The desk itself: Django's admin site, whose front page tells what waits for whom."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class Desk(admin.AdminSite):
    site_header = site_title = _("Curators’ desk")
