"""Learning from the desk: what people decided about real messages, without anything that names anybody."""
