"""The quarterly report as a file.

Owns its pages (`document`, with the templates under `reports/pdf/`), how they become a PDF (`render`, the only
importer of WeasyPrint) and what makes it accessible and archival (`accessible`). Never counts anything.
"""
