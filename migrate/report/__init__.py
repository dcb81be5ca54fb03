"""Report values become text and JSON here; nothing below this floor knows that there is a terminal."""
