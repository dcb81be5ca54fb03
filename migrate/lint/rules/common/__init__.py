"""Rules that hold on every database."""
