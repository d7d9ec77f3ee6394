"""Proof that the product does what it says; mirrors the code. Start at conftest.py and cast.py."""
