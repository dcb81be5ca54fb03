"""The migration directory: names, files, the sum file that seals them, and the only door to the disk."""
