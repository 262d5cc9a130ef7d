"""The hash-chained log of every look at children's recordings, every export, every change of rights."""
