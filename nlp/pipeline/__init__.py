"""Understanding as a spaCy pipeline: `build()` makes it, `nlp.to_disk` keeps it, every component can be inspected."""
