"""Text messages through a provider that speaks Twilio's Messages API. Without SMS_ACCOUNT none are sent or offered."""

from config import env

SMS_API = env.text("SMS_API", "https://api.twilio.com").rstrip("/")
SMS_ACCOUNT = env.text("SMS_ACCOUNT")
SMS_TOKEN = env.text("SMS_TOKEN")
# A number in E.164, or a messaging service (MG…).
SMS_FROM = env.text("SMS_FROM")
# Countries that texts go to (ISO 3166): numbers elsewhere cost a multiple, and fraud lives on it.
SMS_COUNTRIES = env.words("SMS_COUNTRIES", "MX")
SMS_TIMEOUT = env.number("SMS_TIMEOUT", 10)
# The cost cap, in parts as they are billed: a text of 160 plain characters is one. When it is reached, e-mail only.
SMS_PER_DAY = env.number("SMS_PER_DAY", 1000)
SMS_PER_MONTH = env.number("SMS_PER_MONTH", 15000)
