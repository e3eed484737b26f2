"""What may be done to an issue and to its deliveries."""
