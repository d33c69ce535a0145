"""Where painters run: in a process, in a thread or on another machine, watched and restarted."""
