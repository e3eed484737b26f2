"""The refused rows of a run, as their file wrote them, with the reasons in a last column."""

from collections.abc import Iterator

from club.core.sheets import headings
from club.core.sheets.reading import open_table
from members.models import ImportRow, ImportRun


def refused_records(run: ImportRun) -> Iterator[list[str]]:
    """Titles, then rows: read again from the kept file, so that nothing of it is lost."""
    refused = run.rows.filter(outcome=ImportRow.Outcome.REFUSED).values_list("number", "reasons")
    reasons = {number: " ".join(sentences) for number, sentences in refused}
    width = len(run.headings)
    keep = [i for i, heading in enumerate(run.headings) if heading["title"] != headings.REASON]
    yield [*(run.headings[i]["title"] for i in keep), headings.REASON]
    with open_table(run.file.path, run.file_kind) as table:
        for number, cells in table:
            if number in reasons:
                cells = [headings.unprotected(cell) for cell in cells[:width] + [""] * (width - len(cells))]
                yield [*(cells[i] for i in keep), reasons[number]]
