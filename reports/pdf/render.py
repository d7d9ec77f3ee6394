"""HTML to PDF: the only place that knows WeasyPrint."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import fontpkg_inter
import pikepdf
from PIL import ImageFile

from reports.pdf import accessible, colours
from reports.pdf.document import Document

STYLES = Path(__file__).with_name("report.css")


@dataclass(frozen=True)
class Finished:
    content: bytes
    pages: int


def pdf(document: Document) -> Finished:
    """A tagged Letter-size file (PDF/A-3a, PDF/UA-1) with the figures attached.

    Equal documents give equal bytes. Nothing is fetched from outside: any address but data: fails.
    """
    with _dated(document.made_at):
        made = _typeset(document)
    with pikepdf.open(io.BytesIO(made)) as opened:
        accessible.finish(opened, title=document.title, language=document.language)
        out = io.BytesIO()
        opened.save(out, deterministic_id=True, linearize=False)
        return Finished(out.getvalue(), len(opened.pages))


@contextmanager
def _dated(moment: datetime) -> Iterator[None]:
    """Fonts are cut down with a date inside: the document's own, so that equal documents stay equal."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _typeset(document: Document) -> bytes:
    import weasyprint  # needs Pango, which only the worker must have
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    # Importing it tells Pillow, for the whole process, to take pictures that were cut off; evidence may not be.
    ImageFile.LOAD_TRUNCATED_IMAGES = False

    fonts = FontConfiguration()
    styles = weasyprint.CSS(
        string=_faces() + colours.tokens() + STYLES.read_text(encoding="utf-8"), font_config=fonts
    )
    moment = document.made_at.astimezone(UTC).replace(microsecond=0)
    figures = weasyprint.Attachment(
        string=document.data, name=document.attached, description=document.title, relationship="Data",
        created=moment, modified=moment,
    )  # fmt: skip
    page = weasyprint.HTML(
        string=document.html, url_fetcher=URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    )
    made = page.write_pdf(
        stylesheets=[styles], font_config=fonts, pdf_variant="pdf/a-3a", attachments=[figures],
        pdf_identifier=document.digest.encode(),
    )  # fmt: skip
    return bytes(made)


def _faces() -> str:
    """The typeface of the site, from its package."""
    regular = (fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf").as_uri()
    return f"@font-face {{ font-family: Inter; src: url('{regular}') }}\n"
