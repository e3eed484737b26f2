"""What changes a contribution, a call or a placement."""
