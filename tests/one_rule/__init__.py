"""One rule of access: by whatever way, a thing tells each visitor what the tables written here say, and no more."""
