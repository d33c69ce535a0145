"""The one error a user is shown without a traceback."""


class UserError(Exception):
    """Something the person at the keyboard can mend.

    The text is one clear sentence: what is wrong, where, and what to do. The
    command line prints it on stderr and exits with code 2; during a show it is
    logged and the show goes on.
    """
