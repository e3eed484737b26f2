"""Exit status 0 when the web process beside us is ready; for the container engine, which has no curl."""

import os
import sys
from urllib.error import URLError
from urllib.request import Request, urlopen

host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
address = f"http://127.0.0.1:{os.environ.get('WEB_PORT', '8000')}/sante/pret/"
try:
    with urlopen(Request(address, headers={"Host": host}), timeout=4) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except (URLError, OSError) as error:
    sys.exit(f"{address}: {error}")
