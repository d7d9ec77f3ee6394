"""Tags of the design system; `agora` is the one to load."""
