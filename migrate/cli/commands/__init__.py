"""The commands, one module each, imported only when one is run; each holds a ``command``."""
