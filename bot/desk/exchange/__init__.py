"""Exchange with other platforms by CSV: cases in, their state out, one matter one number (A05, A46)."""
