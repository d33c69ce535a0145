"""The panel: a page for the operator and one for the guard, and OSCQuery, on one port."""
