"""A trainer for any labelled texts: our own normalising and words, a linear machine, no library beyond numpy."""
