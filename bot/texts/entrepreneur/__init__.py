"""What an entrepreneur reads: 您, short sentences, conclusion first, a next step and a time in each."""
