"""Attacks on what citizens use, each told as a sentence: over real HTTP, with real threads where they race."""
