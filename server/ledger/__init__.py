"""The ledger: minutes that were planned, and minutes that packets prove, for every lesson and class."""
