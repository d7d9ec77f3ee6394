"""Accounts of citizens: how long they stay signed in, how many codes are sent, what text messages may cost."""

from config import env

# A session of an account ends after so long, whatever is done with it; on a device that several people use sooner.
ACCOUNT_SESSION_DAYS = env.number("ACCOUNT_SESSION_DAYS", 30)
ACCOUNT_SHARED_MINUTES = env.number("ACCOUNT_SHARED_MINUTES", 20)
# For so many days after it was proven last a telephone number opens the account of its owner; then it may be another's.
PHONE_ALONE_DAYS = env.number("PHONE_ALONE_DAYS", 180)
# One-time codes: sent to one address in an hour and in a day, asked for from one network, sent in all, in an hour.
CODES_PER_ADDRESS_HOUR = env.number("CODES_PER_ADDRESS_HOUR", 5)
CODES_PER_ADDRESS_DAY = env.number("CODES_PER_ADDRESS_DAY", 10)
CODES_PER_NETWORK_HOUR = env.number("CODES_PER_NETWORK_HOUR", 60)
CODES_PER_HOUR = env.number("CODES_PER_HOUR", 3000)
# Wrong codes typed from one network in an hour, and folios asked for there that nobody has.
WRONG_CODES_PER_NETWORK_HOUR = env.number("WRONG_CODES_PER_NETWORK_HOUR", 100)
UNKNOWN_FOLIOS_PER_NETWORK_HOUR = env.number("UNKNOWN_FOLIOS_PER_NETWORK_HOUR", 120)
