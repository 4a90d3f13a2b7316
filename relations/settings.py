"""The one settings file: what differs by place reads the environment beside its default.

The README lists every variable. Outside debug nothing is guessed: without SECRET_KEY and
ALLOWED_HOSTS the program does not start.
"""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"


def required(name: str, example: str) -> str:
    """The variable's value; in debug, an empty one. Raises ImproperlyConfigured outside debug."""
    value = os.environ.get(name, "")
    if not value and not DEBUG:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment, for example {name}={example}, "
            f"or set DEBUG=1 on your own machine."
        )
    return value


DEBUG = os.environ.get("DEBUG", "0") == "1"
SECRET_KEY = required("SECRET_KEY", '"$(openssl rand -base64 48)"') or "for-debugging-only"
ALLOWED_HOSTS = [
    host.strip() for host in required("ALLOWED_HOSTS", "record.example.org").split(",") if host
] or ["localhost", "127.0.0.1", "[::1]"]

# The origin in canonical addresses, alternates and the sitemap. A page never repeats the Host
# header it was asked with, so that a cache cannot be made to hold somebody else's links.
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000").rstrip("/")
SERVED_OVER_HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "relations",
    "visits",
    "aid",
    "relations.apps.Desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "import_export",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "relations.middleware.OpenToOtherSites",
    "relations.middleware.CachingRules",
    "relations.middleware.LanguageOfThePath",
    "relations.middleware.Preconditions",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "relations.middleware.UnaskableQuestions",
]

ROOT_URLCONF = "relations.urls"
WSGI_APPLICATION = "relations.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "relations.views.site.site",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{LOCAL_DIR / 'record.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if "DATABASE_URL" not in os.environ:
    LOCAL_DIR.mkdir(exist_ok=True)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Two editors who save at once queue up instead of failing with "database is locked". The cache,
    # of 64 MB, holds the whole record.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;"
        ),
    }
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Compiling a query takes longer than any of this site's queries, and all rows lie in memory.
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"-c jit=off -c random_page_cost=1.1 {options.get('options', '')}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# A long record with all its parts is one form; Django's own limit would throw it away.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Colleagues get letters only where a mail server is named.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "record@localhost")

LANGUAGES = [("en", "English"), ("ja", "日本語"), ("uk", "Українська")]
LANGUAGE_CODE = "en"
# Whoever works at the desk may choose; for readers the address says which language it is.
LANGUAGE_COOKIE_PATH = "/admin/"
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = SERVED_OVER_HTTPS
LOCALE_PATHS = [BASE_DIR / "relations" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

FIXTURE_DIRS = [BASE_DIR / "fixtures"]
SERIALIZATION_MODULES = {
    "yaml": "relations.loading.yaml",
    "jsonl": "relations.loading.jsonl",
}

STATIC_URL = "static/"
STATIC_ROOT = LOCAL_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SERVED_OVER_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if SERVED_OVER_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SERVED_OVER_HTTPS
CSRF_FAILURE_VIEW = "relations.desk.unproven"
if os.environ.get("BEHIND_PROXY", "0") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
