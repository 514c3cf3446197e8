"""What holds in every environment. Each override of a default says why."""

import logging
import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.env import (
    ROOT,
    VAR,
    cache,
    cdn_tag_header,
    database,
    days_or_off,
    env,
    frontend_cache,
    location,
    media_sources,
    storage,
)
from config.logs import LOGGING  # noqa: F401
from config.settings.wagtail import *  # noqa: F403
from delivery.inline_scripts import HASHES

BASE_DIR = ROOT
DEBUG = False
# /styleguide/, for those who work on the readers' pages.
STYLEGUIDE = env.bool("STYLEGUIDE", default=False)
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "editorial",
    "home",
    "search",
    "audience",
    "news",
    "accounts",
    "jobs",
    "delivery",
    "demo",
    "wagtail_modeladmin",
    "wagtail.api.v2",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.NewsroomUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "editorial.apps.NewsroomAdminConfig",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django_structlog",
    "csp",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "delivery.middleware.Health",
    "delivery.middleware.RequestLog",
    "delivery.pages.middleware.ConditionalGet",
    "delivery.pages.middleware.Compression",
    "delivery.retried_reads.RetryReads",
    "delivery.rolled_back_reads.RollBackReads",
    "delivery.search_limit.SearchTimeLimit",
    "delivery.request_cache.RequestQueryCache",
    "delivery.middleware.RefuseUnreadableRequests",
    "csp.middleware.CSPMiddleware",
    "delivery.middleware.PageHeaders",
    "delivery.economy.Economy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.middleware.LastingSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.second_factor.middleware.RequireSecondFactor",
    "editorial.access.side_doors.PageAddressMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "news.redirects.Redirects",
    "accounts.throttling.middleware.ThrottleSignIns",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]

# Inputs of forms have templates of our own.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR}/db.sqlite3"))}
if sys.argv[1:2] == ["move_database"] and (move_to := env.str("TO", default="")):
    DATABASES["target"] = database(move_to)
# How long readers' pages wait for a database that is being restarted, in seconds.
DATABASE_PATIENCE = env.float("DATABASE_PATIENCE", default=5.0)
# How long SQLite works on a search, in seconds; PostgreSQL has its own limit for any statement.
SEARCH_SECONDS = 8.0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": cache(env.str("CACHE_URL", default=f"filecache://{VAR}/cache"))}
# How long a browser, and a proxy, may show a public page without asking again, in seconds.
PAGE_MAX_AGE = env.int("PAGE_MAX_AGE", default=60)
SHARED_MAX_AGE = env.int("SHARED_MAX_AGE", default=1)
# Readers who have waited for a thread for so many seconds are asked to come back; no sooner than
# those are answered who wait for a database that is being restarted.
SHED_AFTER = env.float("SHED_AFTER", default=5.0)
# How long a copy may be shown beyond its age: while a new one is fetched, and while the site fails
# (RFC 5861).
STALE_WHILE_REVALIDATE = env.int("STALE_WHILE_REVALIDATE", default=10)
STALE_IF_ERROR = env.int("STALE_IF_ERROR", default=300)
# A CDN that purges by tag, and a cache that purges by address: what they are told, and where.
CDN_PURGE_URL = env.str("CDN_PURGE_URL", default="")
CDN_PURGE_TOKEN = env.str("CDN_PURGE_TOKEN", default="")
CDN_MAX_AGE = env.int("CDN_MAX_AGE", default=0)
CDN_TAG_HEADER = cdn_tag_header(env.str("CDN_TAG_HEADER", default=""), CDN_PURGE_URL, CDN_MAX_AGE)
WAGTAILFRONTENDCACHE = frontend_cache(env.str("FRONTEND_CACHE_URL", default=""))

# How long one may be sent, in seconds, that shows something else around what it is about than it
# should, while it is made anew; 0 to have somebody wait for each.
PAGE_LAG = env.float("PAGE_LAG", default=1.0)
# Finished pages that each process of the web server keeps, in MB; 0 for none.
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", default=16)
# The folder in which they are laid down for nginx, "" for none; and how much a process lays down
# within a thousand seconds, in MB.
PAGE_FILES = env.str("PAGE_FILES", default="")
PAGE_FILES_MB = env.int("PAGE_FILES_MB", default=256)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    # First: it refuses who tries too often before any other looks at the password.
    "accounts.throttling.backend.Throttle",
    "django.contrib.auth.backends.ModelBackend",
]
# The demo accounts have published passwords: fine on one's own machine.
DEMO_PASSWORDS_ALLOWED = True
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "accounts.passwords.validators.GuessablePasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# A link for a new password lies in a mailbox meanwhile.
PASSWORD_RESET_TIMEOUT = 6 * 60 * 60
CSRF_FAILURE_VIEW = "home.errors.csrf_failure"
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
# Wagtail's sign-in page for readers knows no second factor.
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
# Who must sign in with a second factor, beside the administrators; and how many days after their
# first sign-in, or None: nobody must.
SECOND_FACTOR_GROUPS = env.list("SECOND_FACTOR_GROUPS", default=["Chief editors"])
SECOND_FACTOR_GRACE_DAYS = days_or_off(env.str("SECOND_FACTOR_GRACE_DAYS", default="14"))
# How long a password, a code or a passkey counts as just shown: after that, whatever changes how
# somebody signs in asks for one again.
SIGN_IN_CONFIRMED_MINUTES = env.int("SIGN_IN_CONFIRMED_MINUTES", default=10)
MFA_ADAPTER = "accounts.second_factor.adapter.NewsroomAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# Clocks of telephones differ: the half minute before and the one after are taken as well.
MFA_TOTP_TOLERANCE = 1
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# The first one that has a string wins, and both win over the catalogues of apps.
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale/wagtail"]
TIME_ZONE = env.str("TIME_ZONE", default="Africa/Bamako")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR / "static")))
STATICFILES_DIRS = [ROOT / "static"]
STATIC_BUNDLES = [
    *("css/site.css", "css/pages.css", "css/comments.css"),
    *("js/site.js", "js/pages.js"),
]
MEDIA_URL = "/media/"
MEDIA_STORAGE_URL = env.str("MEDIA_STORAGE_URL", default=f"file://{VAR}/media")
# The location of nginx that sends the files which Django has allowed; "" if Django sends them.
ACCEL_LOCATION = location(env.str("ACCEL_LOCATION", default=""))
MEDIA_SOURCES = media_sources(MEDIA_STORAGE_URL)
STORAGES = {
    "default": storage(MEDIA_STORAGE_URL),
    "staticfiles": {"BACKEND": "delivery.static.StaticStorage"},
}

vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{VAR}/mail"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", default="Actujet <redaction@localhost>")

TASKS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "jobs.backend.QueueBackend",
        # A page is found, and what it uses is known, the moment it is saved.
        "OPTIONS": {
            "immediate": [
                "modelsearch.tasks.insert_or_update_object_task",
                "wagtail.tasks.update_reference_index_task",
            ]
        },
    }
}

# What readers do, until the clock of this machine has added it to the database.
COUNTS_FOLDER = VAR / "counts"
# Files in which readers look exam results up, and lists as authorities gave them.
EXAMS_FOLDER = VAR / "results"
EXAM_LISTS_FOLDER = VAR / "exam-lists"

# A page's own pictures, styles and scripts; whatever else it wants is refused by the browser.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "img-src": [SELF, "data:", *MEDIA_SOURCES],
        "style-src": [SELF],
        "script-src": [SELF, *HASHES],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
# A session ends this long after its sign-in, whatever happens, and this long after its last use.
SESSION_COOKIE_AGE = env.int("SESSION_DAYS", default=14) * 24 * 60 * 60
SESSION_IDLE_HOURS = env.int("SESSION_IDLE_HOURS", default=24)
# What open pages ask by themselves is no use of a session.
SESSION_PASSIVE_PATHS = ["/admin/editing-sessions/", "/admin/signed-in/"]
X_FRAME_OPTIONS = "DENY"

WAGTAILADMIN_BASE_URL = BASE_URL

# A long live story with many blocks has thousands of fields; its text still fits in 5 MB.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Each is a function of a room that says what is wrong, if anything; /readyz asks them all.
HEALTH_PROBES = {
    "database": "delivery.health.database",
    "migrations": "delivery.health.migrations",
    "cache": "delivery.health.cache_server",
    "storage": "delivery.health.media_storage",
    "pictures": "news.cleaning_up.probe",
    "clock": "jobs.probes.clock",
    "queue": "jobs.probes.queue",
    "mail": "jobs.probes.mail",
}
# What is not wrong yet; /readyz says it beside an answer of 200.
HEALTH_WARNINGS = {
    "counts": "jobs.probes.counts",
    "disk": "delivery.disk.warning",
    "page_cache": "delivery.pages.changes.warning",
    "cdn": "delivery.cdn.purging.warning",
}
# Below this much room, in MB and in files, /readyz and the dashboard warn.
DATA_FOLDER = VAR
DISK_LOW_MB = env.int("DISK_LOW_MB", default=1024)
DISK_LOW_FILES = env.int("DISK_LOW_FILES", default=10_000)
# One line a request, without what would tell who reads what.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
