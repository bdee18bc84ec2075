"""Every setting of the tracker. What differs between machines comes from the environment (see dotenv-sample).

Without any variable the tracker runs on embedded defaults: SQLite, a broker of files and no server.
With PRODUCTION=true nothing is assumed: what is missing stops the start, with its name.
"""

from __future__ import annotations

import os
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from kombu import Queue

from ccgtracker import beat

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

PRODUCTION = env.bool("PRODUCTION", default=False)
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
AS_AT_DATE = env.str("AS_AT_DATE", default="")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DEBUG = False


def _require_in_production(*names: str) -> None:
    missing = [name for name in names if not env.str(name, default="")]
    if missing:
        raise ImproperlyConfigured(f"PRODUCTION=true needs these variables, which are not set: {', '.join(missing)}.")


if PRODUCTION:
    _require_in_production(
        "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL", "EMAIL_URL", "DATA_DIR"
    )
    if DEMONSTRATION or AS_AT_DATE:
        raise ImproperlyConfigured("PRODUCTION=true cannot run a demonstration: unset DEMONSTRATION and AS_AT_DATE.")


def _local_secret_key() -> str:
    """Keep one random key for this folder, so that a restart does not sign everybody out."""
    file = DATA_DIR / "secret-key"
    if not file.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.touch(0o600)
        fresh.write_text(get_random_secret_key())
        with suppress(FileExistsError):  # web, worker and beat may start together: the first one's stays
            file.hardlink_to(fresh)
        fresh.unlink()
    return file.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or _local_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "bodies",
    "duties",
    "evidence",
    "meetings",
    "casework",
    "assessments",
    "surveys",
    "desk",
    "assurance",
    "register",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
]
MIDDLEWARE = [
    "bodies.web.request_ids.RequestIds",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # What puts headers on every answer comes before what may refuse.
    "bodies.web.middleware.DemonstrationMark",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "bodies.web.middleware.PlainRequests",
    "bodies.web.middleware.FromWhere",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "bodies.web.middleware.DoorKeeper",
]
ROOT_URLCONF = "ccgtracker.urls"
WSGI_APPLICATION = "ccgtracker.wsgi.application"

_context_processors = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "csp.context_processors.nonce",
    "bodies.web.context.page",
]


def _inside(package: str, folder: str) -> Path:
    """Return a folder that an installed package carries (templates, static files)."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured(f"The package {package} is not installed: run script/setup.")
    return Path(spec.origin).parent / folder


TEMPLATES = [
    {
        "NAME": "nhsuk",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates", _inside("nhsuk_frontend_jinja", "templates")],
        "OPTIONS": {"environment": "bodies.web.jinja.environment", "context_processors": _context_processors},
    },
    {
        # For libraries only: every page of ours is a Jinja template.
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _context_processors},
    },
]
FORM_RENDERER = "bodies.web.forms.NHSFormRenderer"

# Databases -----------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    # IMMEDIATE and WAL: with Django's defaults most concurrent writers meet "database is locked".
    # Recursive triggers: without them REPLACE deletes a row past the guard that keeps it.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,  # seconds that a writer waits for its turn: who waits long is not turned away
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", env.int("CONN_MAX_AGE", default=60))
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://cache_entries")}

# People and sign-in --------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "bodies.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_FORMS = {
    "login": "bodies.web.accounts.SignInForm",
    "reset_password": "bodies.web.accounts.PasswordLinkForm",
    "reset_password_from_key": "bodies.web.accounts.NewPasswordForm",
    "change_password": "bodies.web.accounts.ChangedPasswordForm",
}
ACCOUNT_ADAPTER = "bodies.web.accounts.ClosedSignUp"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator makes accounts; nobody signs up
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
# Who asks for letters, without an account: by where they are, and by the address that they give.
ACCOUNT_RATE_LIMITS = {"subscribe": "20/h/ip", "subscribe_address": "5/d/key"}
# Wrong passwords are counted by address, which a proxy in front hides unless it is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if PRODUCTION else 0)
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "register:home"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Hardening -----------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from beside the server, without the proxy
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
CSRF_FAILURE_VIEW = "bodies.web.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": [], "microphone": [], "geolocation": [], "payment": [], "usb": []}

# Language and time ---------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

# Files ---------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "bodies.web.storage.NHSUKFinder",
]
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = DATA_DIR / "files"
AUDIT_HEADS_FILE = Path(env.str("AUDIT_HEADS_FILE", default=str(DATA_DIR / "audit-heads.csv")))
FILE_UPLOAD_HANDLERS = [
    "evidence.files.uploads.CappedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "evidence.files.uploads.RoomyUploads",
]
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_MB", default=50) * 1024 * 1024
FILE_KINDS = ["pdf", "office", "opendocument", "csv", "text", "image"]  # evidence/files/kinds.py says what each is
ACCEPTED_FILES = env.list("ACCEPTED_FILES", default=FILE_KINDS)
if not ACCEPTED_FILES or set(ACCEPTED_FILES) - set(FILE_KINDS):
    raise ImproperlyConfigured(f"ACCEPTED_FILES names kinds of file out of: {', '.join(FILE_KINDS)}.")
EVIDENCE_S3_BUCKET = env.str("EVIDENCE_S3_BUCKET", default="")
MAX_IMPORT_ROWS = env.int("MAX_IMPORT_ROWS", default=5000)
# What rooms to the right of evidence tell in a demonstration: modules with tell(today=) and follow(today=).
DEMONSTRATION_ROOMS = [
    "meetings.demonstration.building",
    "casework.demonstration.building",
    "surveys.demonstration.building",
    "assessments.demonstration.building",
    "assessments.agreed.demonstration",
]
# What can be imported from a spreadsheet: the name in addresses, and where its bodies.imports.kinds.Kind is.
IMPORT_KINDS = {
    "evidence": "evidence.importing.EVIDENCE",
    "meetings": "meetings.importing.kind.MEETINGS",
    "requests": "casework.importing.kinds.REQUESTS",
    "complaints": "casework.importing.kinds.COMPLAINTS",
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "evidence": {
        "BACKEND": "evidence.files.s3.S3Store",
        "OPTIONS": {
            "bucket_name": EVIDENCE_S3_BUCKET,
            "endpoint_url": env.str("EVIDENCE_S3_ENDPOINT", default="") or None,
            "region_name": env.str("EVIDENCE_S3_REGION", default="") or None,
        },
    }
    if EVIDENCE_S3_BUCKET
    else {"BACKEND": "evidence.files.storage.DiskStore"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640

# Mail ----------------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="tracker@localhost")
# A demonstration's mail never leaves: it is shown on a page, and what a library sends is printed.
vars().update(
    env.email_url_config("consolemail://") if DEMONSTRATION else env.email_url("EMAIL_URL", default="consolemail://")
)
EMAIL_TIMEOUT = 20  # seconds for each answer of the mail server; much less than the lease in bodies/outbox/sending.py
# Where the links of a mail lead.
SITE_URL = env.str("SITE_URL", default="").rstrip("/") or (
    f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION else "http://127.0.0.1:8000"
)

# Looking at published links: every question says whom to write to.
LINK_CHECK_CONTACT = env.str("LINK_CHECK_CONTACT", default=DEFAULT_FROM_EMAIL)

# Review --------------------------------------------------------------------------------------------------------------
# Of what the bodies of a region certified in a month, so much per cent is drawn to be looked at.
SAMPLE_PERCENT = env.int("SAMPLE_PERCENT", default=5)
if not 1 <= SAMPLE_PERCENT <= 100:
    raise ImproperlyConfigured(f"SAMPLE_PERCENT is a share of 1 to 100, and {SAMPLE_PERCENT} is none.")

# After how many working days what is late is told to the body's officers, and to NHS England: policy of ours, no law.
ESCALATE_AFTER_WORKING_DAYS = env.int("ESCALATE_AFTER_WORKING_DAYS", default=5)
TELL_ASSURER_AFTER_WORKING_DAYS = env.int("TELL_ASSURER_AFTER_WORKING_DAYS", default=10)
if not 1 <= ESCALATE_AFTER_WORKING_DAYS <= TELL_ASSURER_AFTER_WORKING_DAYS:
    raise ImproperlyConfigured("Escalation begins after a working day at least, and comes to the assurer last.")

# A lay member's question that waited so many working days without an answer is open to NHS England: policy of ours.
QUESTION_WAITS_WORKING_DAYS = env.int("QUESTION_WAITS_WORKING_DAYS", default=20)
if QUESTION_WAITS_WORKING_DAYS < 1:
    raise ImproperlyConfigured("A question waits for a working day at least before NHS England can read it.")

# For how many years after a case ended its words are kept; its figures stay: policy of ours.
REQUESTS_KEPT_YEARS = env.int("REQUESTS_KEPT_YEARS", default=3)
COMPLAINTS_KEPT_YEARS = env.int("COMPLAINTS_KEPT_YEARS", default=10)
if not (1 <= REQUESTS_KEPT_YEARS <= 50 and 1 <= COMPLAINTS_KEPT_YEARS <= 50):
    raise ImproperlyConfigured("The words of requests and complaints are kept for 1 to 50 years after they ended.")

# Celery --------------------------------------------------------------------------------------------------------------
BEAT_TABLE = beat.jobs(demonstration=DEMONSTRATION)
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
# A task is asked to stop, then killed: at once what is quick, later what is slow. Each does one short thing.
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 540, 600
_SLOW_LIMITS = {"soft_time_limit": 1740, "time_limit": 1800}
CELERY_TASK_DEFAULT_QUEUE = beat.DEFAULT
CELERY_TASK_QUEUES = [Queue(name) for name in beat.QUEUES]
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_ROUTES = beat.routes_of(BEAT_TABLE)
CELERY_TASK_ANNOTATIONS = dict.fromkeys(CELERY_TASK_ROUTES, _SLOW_LIMITS)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # however long it is gone
if CELERY_BROKER_URL.startswith("filesystem"):
    _broker = DATA_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.2,
    }
else:
    # Without these an unacknowledged message comes back only after minutes.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # Longer than the longest task, or it would be given to a second worker while the first is at it.
        "visibility_timeout": 2 * _SLOW_LIMITS["time_limit"],
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 5,  # seconds; a page that sends a wake-up waits no longer for a Redis that is gone
    }

CELERY_BEAT_SCHEDULE = beat.schedule_of(BEAT_TABLE)
CELERY_BEAT_SCHEDULER = "ccgtracker.alive:Scheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 30
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

# Logs ----------------------------------------------------------------------------------------------------------------
# plain: for people; json: a line of JSON each, and a line for each request. Both carry the ids of request and task.
LOG_FORMAT = env.str("LOG_FORMAT", default="json" if PRODUCTION else "plain")
if LOG_FORMAT not in ("plain", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT is plain or json, and {LOG_FORMAT!r} is neither.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ids": {"()": "bodies.logs.Ids"}},
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s%(ids)s"},
        "json": {"()": "bodies.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["ids"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "kombu.connection": {"level": "ERROR"},  # the broker of files has no host, and need not say so each time
        "bodies.web.request_ids": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}
