"""One live target: where it is, what was applied to it, what was done to it, and how a file is run on it."""
