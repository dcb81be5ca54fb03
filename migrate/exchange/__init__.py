"""What passes between people and machines: who signed a directory, and by which key."""
