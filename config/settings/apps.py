"""Installed applications, middleware and templates."""

from config import env

ROOMS = [
    f"casetypes.{room}"
    for room in [
        "audit",
        "access",
        "places",
        "definitions",
        "forms",
        "citizens",
        "channels",
        "cases",
        "evidence",
        "notifications",
        "queues",
        "sla",
        "fieldwork",
        "surveys",
        "accounts",
        "intake",
        "proving",
    ]
]

INSTALLED_APPS = [
    *ROOMS,
    "casetypes.accounts.llave_mx",
    "reports",
    "cms.components",
    "cms.identity",
    "cms.sso",
    "cms.account",
    "cms.account.llave_mx",
    "cms.pages",
    "cms.people",
    "cms.portal",
    "cms.readings",
    "cms.studio",
    "cms.studio.replays",
    "cms.workspace",
    "api",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail.locales",
    "wagtail.contrib.simple_translation",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "leaflet",
    "rest_framework",
    "drf_spectacular",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "config.deployment",
]

MIDDLEWARE = [
    "config.peers.Peers",
    "config.telemetry.health.Probes",
    "config.telemetry.requests.Requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.headers.Headers",
    "config.plain_addresses.PlainAddresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.identity.guard.Guard",
    "cms.identity.unsent.Unsent",
    "cms.sso.leaving.Onward",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cms.account.session.Accounts",
    "cms.portal.refusals.Refusals",
    "cms.workspace.gate.Gate",
]

THEMES_DIR = env.BASE_DIR / "themes"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [THEMES_DIR / env.CITY / "templates", THEMES_DIR / "base" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
