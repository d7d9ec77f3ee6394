"""The engine: small Django apps, the "rooms", one capability each; the tree is in ARCHITECTURE.md."""
