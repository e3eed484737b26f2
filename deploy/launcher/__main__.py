"""``python3 run.py COMMAND``: chooses the command and turns failures into sentences."""

import signal
import sys
from collections.abc import Callable

from deploy.launcher import commands
from deploy.launcher.demo import demo
from deploy.launcher.processes import Failure, say

USAGE = """Usage : python3 run.py COMMANDE

  demo                    tout démarre, avec des données d’exemple ; les adresses et les comptes s’affichent
  test [options pytest]   la suite de tests, sur de vrais serveurs
  bench NOM [options]     une mesure de bench/
  exec COMMANDE…          une commande dans l’environnement de la démonstration
"""
COMMANDS: dict[str, Callable[..., int]] = {
    "demo": demo,
    "test": commands.test,
    "bench": commands.bench,
    "exec": commands.execute,
}


def main(name: str = "help", *arguments: str) -> int:
    if name not in COMMANDS:
        say(USAGE)
        return 0 if name in ("help", "-h", "--help") else 2

    def leave(number: int, _frame: object) -> None:
        if number != signal.SIGINT:
            say(f"Arrêt demandé par {signal.Signals(number).name}.")
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, leave)
    try:
        return COMMANDS[name](*arguments)
    except Failure as failure:
        say(f"\n{failure}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
