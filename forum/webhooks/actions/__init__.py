"""Everything that changes webhooks: what an administrator sets, and how messages fare."""
