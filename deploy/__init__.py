"""How the platform is run: the launcher of the two commands, and what production needs."""
