"""The colours of charts: class name and light-theme colour side by side.

A page overrides the class with its tokens; a PDF reads the attribute. Series colours differ in lightness as
well as hue and keep 3:1 against white; the ramp runs pale to deep.
"""

FONT = "Inter, 'Helvetica Neue', Arial, sans-serif"
TEXT = "#221d18"
MUTED = "#5f564b"
GRID = "#e3ddd2"
SURFACE = "#ffffff"
LAND = "#f1ede5"
BORDER = "#847a6c"
SERIES = ("#1b5482", "#c07a1d", "#2f8f76", "#7c5bb5", "#a8543a", "#6d6a64")
RAMP = ("#d5e3ec", "#a3c4da", "#639ac0", "#2f6f9f", "#123c5f")


def series(index: int) -> dict[str, str]:
    """Fill of the series at `index`."""
    return {"class_": f"c-s{index % len(SERIES) + 1}", "fill": SERIES[index % len(SERIES)]}


def line(index: int) -> dict[str, str]:
    """Stroke of the series at `index`."""
    return {"class_": f"c-l{index % len(SERIES) + 1}", "stroke": SERIES[index % len(SERIES)]}


def ramp(step: int, steps: int) -> dict[str, str]:
    """Fill of class `step` of `steps`, spread over the ramp so that the highest is always the deepest."""
    place = len(RAMP) - 1 if steps <= 1 else round(step * (len(RAMP) - 1) / (steps - 1))
    return {"class_": f"c-q{place + 1}", "fill": RAMP[place]}
