"""A PDF that says of itself what the XML inside it is (Factur-X 1.0, chapter 6): metadata that Typst does not write.

The new metadata object is appended, as the format foresees for changes; the bytes before it stay as they were.
"""

import re

SCHEMA = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
FIELDS = {
    "DocumentType": ("INVOICE", "The type of the hybrid document in capital letters"),
    "DocumentFileName": ("factur-x.xml", "The name of the embedded XML document"),
    "Version": ("1.0", "The version of the standard applying to the embedded XML document"),
    "ConformanceLevel": ("EN 16931", "The conformance level of the embedded XML document"),
}
RESOURCE = 'rdf:parseType="Resource"'


def declare(pdf: bytes) -> bytes:
    """The same PDF, which now says that it is a Factur-X invoice of the profile EN 16931."""
    trailer = pdf[pdf.rindex(b"trailer") :]
    catalog = _object(pdf, _found(rb"/Root (\d+) 0 R", trailer))
    number = _found(rb"/Metadata (\d+) 0 R", catalog)
    old = _object(pdf, number)
    metadata = _extended(old[old.index(b"<?xpacket") : old.rindex(b"endstream")].rstrip())
    start = len(pdf) + 1
    head = b"\n%d 0 obj\n<</Length %d/Type/Metadata/Subtype/XML>>\nstream\n" % (number, len(metadata))
    added = head + metadata + b"\nendstream\nendobj\n"
    table = b"xref\n%d 1\n%010d 00000 n\r\n" % (number, start)
    before = _found(rb"startxref\s+(\d+)", trailer)
    names = trailer[trailer.index(b"<<") + 2 : trailer.rindex(b">>")]
    end = b"trailer\n<<%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (names, before, len(pdf) + len(added))
    return pdf + added + table + end


def _extended(xmp: bytes) -> bytes:
    """Metadata with the schema of Factur-X (PDF/A wants every property declared) and its four properties."""
    properties = "".join(
        f"<rdf:li {RESOURCE}><pdfaProperty:name>{name}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{words}</pdfaProperty:description></rdf:li>"
        for name, (_, words) in FIELDS.items()
    )
    schema = (
        f"<rdf:li {RESOURCE}><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{SCHEMA}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
    values = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, (value, _) in FIELDS.items())
    said = f'<rdf:Description rdf:about="" xmlns:fx="{SCHEMA}">{values}</rdf:Description></rdf:RDF>'
    bag = b"<pdfaExtension:schemas><rdf:Bag>"
    if bag not in xmp:
        raise ValueError("The metadata of the PDF declares no extension schema.")
    return xmp.replace(bag, bag + schema.encode(), 1).replace(b"</rdf:RDF>", said.encode(), 1)


def _object(pdf: bytes, number: int) -> bytes:
    start = pdf.rindex(b"\n%d 0 obj" % number)
    return pdf[start : pdf.index(b"endobj", start)]


def _found(pattern: bytes, text: bytes) -> int:
    match = re.search(pattern, text)
    if match is None:
        raise ValueError(f"Not the PDF that was expected: no {pattern!r}.")
    return int(match[1])
