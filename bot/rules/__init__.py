"""The rules: pure. Values in, values out; no file, no clock, no session, no channel."""
