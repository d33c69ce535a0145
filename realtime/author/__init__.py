"""Writing setlists: from a song and an idea to scenes, routes and prompts; sheets to judge them by."""
