"""The tests: unit by room, conformance of the dialects, whole sessions, and the house itself."""
