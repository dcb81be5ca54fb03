"""Keeping what a migration destroys, and bringing it back.

``lost`` sees on a dev database what each file destroys, ``saving`` copies that before the file runs,
``returning`` decides what of it can come back, ``weaving`` makes steps of that in the ``middle`` of a way
back, and ``items`` lists, prunes and restores by hand.
"""
