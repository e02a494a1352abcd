"""Use cases: one function per thing a person or the clock can do. Knows no channel, never awaits, never sends."""
