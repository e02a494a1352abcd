"""The trained reader: what a message is about, by words and by meaning, learned from our corpus and the catalogue."""
