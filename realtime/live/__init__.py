"""The display loop of a show, when frames are asked for, and the operator's commands."""
