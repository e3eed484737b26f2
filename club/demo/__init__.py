"""What only a demonstration has: its data, its accounts, and the mailbox where every mail ends."""
