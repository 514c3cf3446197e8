"""A server that the public reaches. Refuses to start with a guessable secret."""

import environ

from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_URL, env

SECRET_KEY = env.str("SECRET_KEY", default="")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure-"):
    raise environ.ImproperlyConfigured(
        "SECRET_KEY is missing or guessable: set at least 50 random characters (make secret)."
    )
if not env.list("ALLOWED_HOSTS", default=[]):
    raise environ.ImproperlyConfigured("ALLOWED_HOSTS is missing: name the hosts of the site.")
if not BASE_URL.startswith("https://"):
    raise environ.ImproperlyConfigured("BASE_URL must be the site's public https:// address.")

DEMO_PASSWORDS_ALLOWED = False
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The probes of a load balancer come in plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
# For its own host, a site that runs on HTTPS alone can promise that. What hangs on its other hosts,
# and a place in the browsers' own list, which takes months to leave, only its owner knows.
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
# Those two are a choice, and not an oversight.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# https://hstspreload.org/#submission-requirements
if SECURE_HSTS_PRELOAD and not (
    SECURE_HSTS_INCLUDE_SUBDOMAINS and SECURE_HSTS_SECONDS >= 31_536_000
):
    raise environ.ImproperlyConfigured(
        "HSTS_PRELOAD=1 needs HSTS_SUBDOMAINS=1 and HSTS_SECONDS of at least a year."
    )
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
