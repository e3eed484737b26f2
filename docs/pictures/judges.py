"""Asks two judges from outside about the public pages of a fresh demo: vnu of every kind, Lighthouse of seven.

    npm install --ignore-scripts --prefix /tmp/judges lighthouse vnu-jar       # vnu needs Java
    python3 run.py demo
    .venv/bin/python docs/pictures/judges.py /tmp/judges [http://localhost:8000]

Pages are found by following the site maps and every link, three of each shape of address; forms are sent empty, to
see their errors. Ends with an error when vnu finds one or a note of Lighthouse is under 98.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, deque
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from playwright.sync_api import APIRequestContext, sync_playwright
from take import FLAGS

OF_EACH = 3
LEAST, ATTEMPTS = 98, 3
ODD = ["/nulle-part/", "/annuaire/?lieu=Zzyzx", "/annuaire/?besoin=zzyzx&lieu=53", "/recherche/?q=zzyzx"]
ODD += ["/recherche/?q=facture", "/ressources/?q=zzyzx", "/agenda/1999/"]
ODD += [
    "/compte/connexion/",
    "/compte/inscription/",
    "/apercu/x/",
    "/contribuer/appel/x/",
    "/flash-info/preferences/x/",
    "/adherer/demande/x/",
]
NOTES = ("performance", "accessibility", "best-practices", "seo")
MEASURES = ("total-byte-weight", "largest-contentful-paint", "cumulative-layout-shift")
SEEN_BY_LIGHTHOUSE = {
    "home": r"/$",
    "tip": r"/reduire-ses-couts/[^/?]+/$",
    "dossier": r"/dossiers/[^/?]+/$",
    "directory": r"/annuaire/$",
    "listing": r"/annuaire/experts/[^/?]+/$",
    "agenda": r"/agenda/$",
    "event": r"/agenda/[a-z][^/?]*/$",
}


def shape(address: str) -> str:
    """``/annuaire/experts/durand-7/?page=2`` → ``/annuaire/experts/*?page``."""
    parts = urlsplit(address)
    steps = [step for step in parts.path.split("/") if step]
    known = steps[:2] if len(steps) > 2 else steps[:1]
    rest = [re.sub(r"\d+", "#", step) for step in steps[len(known) :]]
    rest = ["*" if len(step) > 10 else step for step in rest]
    return "/".join(["", *known, *rest]) + "?" + "&".join(sorted(key for key, _ in parse_qsl(parts.query)))


def walk(client: APIRequestContext) -> dict[str, str]:
    """Address → page, as HTML."""
    maps = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").text())
    listed = [address for one in maps for address in re.findall("<loc>(.*?)</loc>", client.get(path(one)).text())]
    waiting = deque(["/", *ODD, *(path(address) for address in listed)])
    pages: dict[str, str] = {}
    kept: Counter[str] = Counter()
    while waiting:
        address = waiting.popleft()
        if address in pages or kept[shape(address)] >= OF_EACH:
            continue
        answer = client.get(address)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        kept[shape(address)] += 1
        pages[address] = page = answer.text()
        links = (urljoin(answer.url, link.replace("&amp;", "&")) for link in re.findall('href="([^"]+)"', page))
        waiting.extend(path(link) for link in links if urlsplit(link).netloc == urlsplit(answer.url).netloc)
    return pages | sent_empty(client, pages)


def path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def sent_empty(client: APIRequestContext, pages: dict[str, str]) -> dict[str, str]:
    """What a form of each shape answers when nothing is typed."""
    answers = {}
    for address in {shape(address): address for address, page in pages.items() if 'method="post"' in page}.values():
        form = re.search(r'<form[^>]*method="post".*?</form>', client.get(address).text(), re.DOTALL)
        hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0] if form else "")
        answer = client.post(address, form=dict(hidden))
        answers[f"{address} (sent empty)"] = answer.text()
    return answers


def vnu(judges: Path, pages: dict[str, str], folder: Path) -> int:
    """Prints what vnu finds; gives the number of errors."""
    names: dict[str, str] = {}
    for number, (address, page) in enumerate(pages.items()):
        (folder / f"{number}.html").write_text(page)
        names[f"{number}.html"] = address
    jar = judges / "node_modules/vnu-jar/build/dist/vnu.jar"
    java = shutil.which("java") or "java"
    asked = [java, "-jar", jar, "--errors-only", "--exit-zero-always", "--format", "json", *folder.glob("*.html")]
    told = json.loads(_run(*asked).stderr)["messages"]
    for error in told:
        print(f"  {names[error['url'].rpartition('/')[2]]}: {error['message']}  {error.get('extract', '')!r}")
    version = _run(java, "-jar", jar, "--version").stdout.strip()
    print(f"vnu {version}: {len(told)} errors on {len(pages)} pages of {len(set(map(shape, pages)))} shapes")
    return len(told)


def _run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, check=True, text=True, env=os.environ | environment)  # noqa: S603


def lighthouse(judges: Path, base: str, pages: dict[str, str], folder: Path) -> bool:
    """Prints a row a page; says whether each note reaches ``LEAST``: asked again if not, a busy machine lowers it."""
    is_fine = True
    for name, pattern in SEEN_BY_LIGHTHOUSE.items():
        address = next(address for address in pages if re.fullmatch(pattern, address))
        for _ in range(ATTEMPTS):
            said = _asked(judges, base + address, folder / "report.json")
            notes = [round(100 * said["categories"][note]["score"]) for note in NOTES]
            if min(notes) >= LEAST:
                break
        measured = [said["audits"][audit]["displayValue"] for audit in MEASURES]
        print("|", " | ".join(str(cell) for cell in [name, *notes, *measured]), "|", flush=True)
        is_fine = is_fine and min(notes) >= LEAST
    print(f"Lighthouse {said['lighthouseVersion']}")
    return is_fine


def _asked(judges: Path, url: str, report: Path) -> dict[str, Any]:
    """What Lighthouse says of a page."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    flags = " ".join(["--headless=new", *FLAGS])
    asked = [judges / "node_modules/.bin/lighthouse", url, f"--chrome-flags={flags}", "--quiet"]
    asked += ["--output=json", f"--output-path={report}", f"--only-categories={','.join(NOTES)}"]
    _run(*asked, CHROME_PATH=chromium)
    return json.loads(report.read_text())


def main() -> None:
    judges = Path(sys.argv[1])
    base = sys.argv[2] if len(sys.argv) > 2 else "http://localhost:8000"
    with sync_playwright() as playwright:
        pages = walk(playwright.request.new_context(base_url=base))
    with tempfile.TemporaryDirectory() as folder:
        errors = vnu(judges, pages, Path(folder))
        is_fine = lighthouse(judges, base, pages, Path(folder))
    if errors or not is_fine:
        sys.exit(1)


if __name__ == "__main__":
    main()
