"""What a meeting needs on paper: badges, the sheet that people sign, the list at the door, certificates."""
