"""Work pages of the console about people and organisations."""
