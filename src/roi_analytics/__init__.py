"""Release-of-information compliance analytics: the front door."""
