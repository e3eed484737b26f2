"""Files of the bank: what is read from them. Nothing here writes."""
