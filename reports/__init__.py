"""Figures about cases: defined once, shown on the pages, frozen in the PDF, offered as open data.

Owns the metrics, the period they cover, the charts, the transparency figures, the quarterly report and its
record. Never writes a case and never reads one by one: everything here is counted by PostgreSQL.
Start at `reports.counting.figures.figures`; a single figure is defined in `reports.metrics.<family>`.
"""
