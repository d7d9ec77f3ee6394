"""A small own SVG chart module: every chart comes with its title, description and data table.

Owns line, bar, column, heat-grid and map charts and the sparkline, drawn in a 360-unit wide viewBox so that
text stays readable on a phone. Colours are presentation attributes (a PDF needs them) plus classes (a page
overrides them from its tokens, in light and dark); there is no inline style, so a strict CSP holds.
Never computes a figure: callers pass values, and `None` for what was never recorded.
Start at `reports.svg.chart.Chart`; each kind of chart is one function in one file.
"""
