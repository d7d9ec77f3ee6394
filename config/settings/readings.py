"""Reading personal data: for how long a stated purpose opens it, and what stands out to the comptroller."""

from config import env

# Minutes for which the page of a case shows personal data to the person who said what for.
READING_MINUTES = env.number("READING_MINUTES", 15)
# Days after its closing from which reading a case stands out.
READING_CLOSED_DAYS = env.number("READING_CLOSED_DAYS", 90)
# Readings of one person in a day from which they stand out.
READING_MANY = env.number("READING_MANY", 60)
