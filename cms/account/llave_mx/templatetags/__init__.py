"""The two places where other pages of the account show Llave MX."""
