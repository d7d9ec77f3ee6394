"""What the typesetter leaves out of an accessible, archival PDF: header scopes, print flags, claims.

PDF/UA-1 (ISO 14289-1) 7.5 asks for the scope of table headers; PDF/A-3 (ISO 19005-3) 6.3.2 for annotations
that print; both want their claim in the XMP metadata.
"""

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf

PRINT = 4


def finish(pdf: Pdf, *, title: str, language: str) -> None:
    """Mend the file in place."""
    root = pdf.Root
    root.Lang = language
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if "/StructTreeRoot" in root:
        for header, column in _headers(root.StructTreeRoot):
            scope = Name.Column if column else Name.Row
            header.A = Dictionary(O=Name.Table, Scope=scope)
    for page in pdf.pages:
        page.obj.Tabs = Name.S
        for annotation in page.obj.get("/Annots", Array()):
            annotation.F = PRINT
    _claim(pdf, title)


def _headers(tree: Object) -> Iterator[tuple[Object, bool]]:
    """Every TH, and whether it heads a column (it stands in a THead)."""
    waiting: list[tuple[Object, bool]] = [(tree, False)]
    while waiting:
        element, in_head = waiting.pop()
        kind = element.get("/S")
        if kind == Name.TH:
            yield element, in_head
        in_head = in_head or kind == Name.THead
        children = element.get("/K")
        for child in children if isinstance(children, Array) else [children]:
            if isinstance(child, Dictionary) and ("/S" in child or "/K" in child):
                waiting.append((child, in_head))


def _claim(pdf: Pdf, title: str) -> None:
    """Write the claims once, in clean XMP."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as meta:
        meta["dc:title"] = title
        meta["pdfaid:part"] = "3"
        meta["pdfaid:conformance"] = "A"
        meta["{http://www.aiim.org/pdfua/ns/id/}part"] = "1"
