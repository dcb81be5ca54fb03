"""What a migration will do to a live system: its statements run on a dev database and are watched there."""
