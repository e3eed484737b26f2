"""Settings of every process. All come from the environment; the defaults run the demo, never production.

``docs/operating.md`` lists the variables. A wrong value stops the boot with a sentence (see ``club.core.env``).
"""

from datetime import timedelta
from pathlib import Path

import pghistory
import pgtrigger
from csp.constants import NONE, SELF

from club.core import env
from club.core.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent

CLUB_NAME = env.text("CLUB_NAME", "Club de l’économie numérique")

# Mode
PRODUCTION = env.choice("CLUB_MODE", "demo", {"demo", "test", "production"}) == "production"
DEMO = env.text("CLUB_MODE", "demo") == "demo"
DEBUG = env.flag("DEBUG")
DEFAULT_SECRET = "demo-only-secret-of-the-club-never-used-in-production-0123456789"  # noqa: S105
SECRET_KEY = env.text("SECRET_KEY", DEFAULT_SECRET)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ADDRESS_HASH_KEY = env.text("ADDRESS_HASH_KEY", SECRET_KEY)
SITE_URL = env.url("SITE_URL", "http://localhost:8000", {"http", "https"}).rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
if PRODUCTION:
    env.refuse_demo_values(
        secret=SECRET_KEY,
        demo_secret=DEFAULT_SECRET,
        hash_key=ADDRESS_HASH_KEY,
        hosts=ALLOWED_HOSTS,
        debug=DEBUG,
        site=SITE_URL,
    )

# Applications
INSTALLED_APPS = [
    "club.core",
    "members",
    "members.billing",
    "club.editorial",
    "club.press",
    "ambassadors",
    "channel",
    "events",
    "newsletters",
    "club.contributions",
    "club.core.apps.ConsoleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_prometheus",
    "django_structlog",
    "import_export",
    "pghistory",
    "pgtrigger",
    "template_partials",
]
if not PRODUCTION:
    INSTALLED_APPS.append("club.demo")
    DEMO_MAILBOX = Path(env.text("DEMO_MAILBOX", str(BASE_DIR / ".local" / "demo" / "mails.sqlite3")))
MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "club.core.middleware.PackedPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "club.core.middleware.PlainTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "club.core.resending.ClosedByDefaultMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "club.core.middleware.StaffSecondFactorMiddleware",
    "club.core.middleware.PrivatePagesMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "club.urls"
WSGI_APPLICATION = "club.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["club.core.templatetags.club"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "club.core.context.club",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data
DATABASES = {
    "default": env.database(
        "DATABASE_URL",
        "postgresql://club@localhost/club",
        options={
            "random_page_cost": "1.1",  # no disk with an arm: an index is as good as its rows
            "statement_timeout": str(env.integer("DB_STATEMENT_TIMEOUT_MS", 0)),
            "lock_timeout": str(env.integer("DB_LOCK_TIMEOUT_MS", 3000)),
            "idle_in_transaction_session_timeout": str(env.integer("DB_IDLE_TIMEOUT_MS", 0)),
        },
    )
}
REDIS_URL = env.url("REDIS_URL", "redis://localhost:6379/0", {"redis", "rediss", "unix"})
CACHE_URL = env.url("CACHE_URL", REDIS_URL.rsplit("/", 1)[0] + "/1", {"redis", "rediss", "unix"})
CACHES = {
    "default": {
        "BACKEND": "club.core.cache.ForgivingRedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "club",
        "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 1},
    },
    # memory of one process: what may differ between processes for some minutes
    "here": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}},
    "kept": {  # what must not be forgotten while Redis is away
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_keptcache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # they name people: no cookie bears them
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / ".local" / "media")))
MEDIA_URL = "/media/"
IMPORT_EXPORT_USE_TRANSACTIONS = True

# Audit
PGHISTORY_APPEND_ONLY = True
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)  # history is read by object and by context
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)
PGHISTORY_CONTEXT_FIELD = pghistory.ContextForeignKey(db_index=True)
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# People and accounts
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["members.backends.RolesBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "public:home"
PASSWORD_RESET_TIMEOUT = int(timedelta(days=1).total_seconds())
ACCOUNT_ADAPTER = "members.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]  # no sign-up: the login form reads it too
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(timedelta(minutes=15).total_seconds())
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.split(":", 1)[0]
_ACCOUNT_FORMS = """login request_login_code confirm_login_code confirm_email_verification_code reset_password
reset_password_from_key change_password set_password add_email reauthenticate""".split()  # noqa: SIM905
ACCOUNT_FORMS = {name: f"members.account_forms.{name.title().replace('_', '')}Form" for name in _ACCOUNT_FORMS}
MFA_ADAPTER = "members.adapters.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # without sign-up nobody enrols with an address that is not theirs
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = CLUB_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
_MFA_FORMS = {"authenticate": "Authenticate", "reauthenticate": "ReauthenticateCode", "activate_totp": "ActivateTOTP"}
_MFA_FORMS |= {"add_webauthn": "AddWebAuthn", "edit_webauthn": "EditWebAuthn"}
MFA_FORMS = {name: f"members.account_forms.{form}Form" for name, form in _MFA_FORMS.items()}
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 0, maximum=5)
STAFF_SESSION_IDLE = timedelta(minutes=30)
STAFF_SESSION_MAX = timedelta(hours=10)
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())

# Language
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / ".local" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_COLLECTED = env.flag("STATIC_COLLECTED", PRODUCTION)  # else straight from the sources
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^sante/"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "club.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {f"{kind}-src": [SELF] for kind in ("default", "script", "style", "img", "font", "connect")}
    | {"object-src": [NONE], "base-uri": [SELF], "form-action": [SELF], "frame-ancestors": [NONE]}
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail
globals().update(env.smtp("EMAIL_URL", "smtp://localhost:1025") | env.bounces())
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MAIL_DOMAIN = env.text("MAIL_DOMAIN", "club-economie-numerique.example")
MAIL_ENABLED = env.flag("MAIL_ENABLED", True)  # a restored copy starts with mail off
EMAIL_CA_FILE = env.text("EMAIL_CA_FILE")  # authority of a private relay's certificate
SENDER = {  # of Flash info, in seconds where not said otherwise; see newsletters.sending.limits
    "lease": env.integer("SENDER_LEASE", 120, minimum=1),
    "renewal": env.integer("SENDER_RENEWAL", 30, minimum=1),
    "handing": env.integer("SENDER_HANDING", 660, minimum=1),
    "dot": env.integer("SENDER_DOT", 600, minimum=1),
    "stale_intent": env.integer("SENDER_STALE_INTENT", 30, minimum=1),
    "claims": env.integer("SENDER_CLAIMS", 60, minimum=1),
    "sockets": env.integer("SENDER_SOCKETS", 20, minimum=1, maximum=100),  # connections of one task
    "first_closure": env.integer("SENDER_FIRST_CLOSURE", 15, minimum=1),
}
DEFAULT_FROM_EMAIL = f"{CLUB_NAME} <bonjour@{MAIL_DOMAIN}>"
SERVER_EMAIL = f"technique@{MAIL_DOMAIN}"

# The Club
CLUB_PHONE = env.text("CLUB_PHONE", "01 99 00 12 34")
CLUB_ADDRESS = env.text("CLUB_ADDRESS", "12 rue de l’Exemple, 75008 Paris")
CLUB_DIRECTOR = env.text("CLUB_DIRECTOR")  # of the publication, for the legal notice
CLUB_HOST = env.text("CLUB_HOST", "Démonstration : cette machine, sans hébergeur")
CLUB_MEMBER_AIM = env.integer("CLUB_MEMBER_AIM", 300, minimum=1)
CLUB_MEMBER_AIM_UNIT = env.choice("CLUB_MEMBER_AIM_UNIT", "representatives", {"representatives", "organisations"})
SELLER = env.seller(name=CLUB_NAME, address=CLUB_ADDRESS, demo=not PRODUCTION)

# Flash info: its rhythm and its rests (docs/operating.md)
FLASH_FIRST_DAY = env.day("FLASH_FIRST_DAY", "2026-01-06")
FLASH_PERIOD_DAYS = env.integer("FLASH_PERIOD_DAYS", 14, minimum=1, maximum=366)
FLASH_HOUR = env.hour("FLASH_HOUR", "09:30")
FLASH_CLOSED = env.seasons("FLASH_CLOSED", "août=08-01/08-31,fêtes de fin d’année=12-19/01-04")

# Logs and errors
LOGGING = logging_config(
    level=env.choice("LOG_LEVEL", "INFO", {"DEBUG", "INFO", "WARNING", "ERROR"}),
    style=env.choice("LOG_FORMAT", "json" if PRODUCTION else "text", {"json", "text"}),
)
LOGGING_CONFIG = "club.core.logs.configure"
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
METRICS_TOKEN = env.text("METRICS_TOKEN")
SENTRY_DSN = env.text("SENTRY_DSN")
if SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(
        dsn=SENTRY_DSN, send_default_pii=False, include_local_variables=False, max_request_body_size="never"
    )
