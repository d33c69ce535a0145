"""The command line: one file per command, which reads options and calls what does the work."""
