"""The only code that imports `telegram`: receiving, sending, handlers per audience, keyboards."""
