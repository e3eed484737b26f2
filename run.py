#!/usr/bin/env python3
"""Needs only Python 3.11 with pip:   python3 run.py demo   |   python3 run.py test [pytest options]

Makes .venv from uv.lock with a private uv (both inside this folder), then hands over to deploy/launcher.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

UV = "uv==0.13.9"
HERE = Path(__file__).resolve().parent
LIGHT = ("demo", "exec")  # commands that need neither pytest nor the linters


def sync(command: str) -> Path:
    """Brings .venv up to uv.lock when it is not, and returns its Python."""
    stamp, python = HERE / ".venv" / ".synced", HERE / ".venv" / "bin" / "python"
    inputs = [(HERE / name).read_text() for name in ("pyproject.toml", "uv.lock")]
    everything = "\n".join([str(HERE), sys.version, *inputs, "everything"])
    light = everything.removesuffix("everything") + "light"
    (HERE / ".local").mkdir(exist_ok=True)
    with (HERE / ".local" / "sync.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two first starts at the same time
        present = stamp.read_text() if stamp.exists() and python.exists() else ""
        if present != everything and not (command in LIGHT and present == light):
            print("Installation des bibliothèques dans .venv…", file=sys.stderr, flush=True)
            environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
            environment |= {"UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": "copy"}
            groups = ["--no-default-groups", "--group", "servers", "--inexact"] if command in LIGHT else []
            argv = [uv(), "sync", "--frozen", "-q", "--python", sys.executable, *groups]
            subprocess.run(argv, env=environment, check=True)
            stamp.write_text(light if groups else everything)
    return python


def uv() -> Path:
    """The pinned uv, kept in .local: nothing is installed outside this folder."""
    home = HERE / ".local" / UV
    if not (home / "bin" / "uv").exists():
        quiet = ["-q", "--disable-pip-version-check", "--root-user-action=ignore"]
        subprocess.run([sys.executable, "-m", "pip", "install", *quiet, "--target", home, UV], check=True)
    return home / "bin" / "uv"


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit(f"Il faut Python 3.11 ou plus récent (ici {sys.version.split()[0]}).")
    os.chdir(HERE)
    try:
        python = sync(sys.argv[1] if len(sys.argv) > 1 else "")
    except subprocess.CalledProcessError as error:
        command = " ".join(map(str, error.cmd))
        sys.exit(f"L’installation s’est arrêtée (pip et le réseau sont-ils là ?) :\n  {command}")
    except KeyboardInterrupt:
        sys.exit(130)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # bytecode makes every start three times as quick
    os.execv(python, [str(python), "-m", "deploy.launcher", *sys.argv[1:]])
