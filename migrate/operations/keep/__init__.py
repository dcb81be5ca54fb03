"""Keeping what a migration destroys, and bringing it back.

``lost`` sees on a dev database what each file destroys, ``saving`` copies that before the file runs,
``returning`` weaves what was kept into a way back, and ``items`` lists, prunes and restores by hand.
"""
