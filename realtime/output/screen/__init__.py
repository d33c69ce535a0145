"""Windows in processes of their own: further screens, and the operator's."""
