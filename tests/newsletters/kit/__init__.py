"""The test kit of the exactly-once protocol: a mail server that fails as told, and a checker that believes nobody."""
