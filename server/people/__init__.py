"""The people of a city: accounts, roles at scopes, codes on paper with which they choose a password."""
