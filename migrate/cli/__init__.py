"""The front door: the command line, the only place that prints or exits."""
