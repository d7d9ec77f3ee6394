"""Figures in, charts and maps out (`reports.svg` draws): the same for the page and the PDF. Start at `charts`."""
