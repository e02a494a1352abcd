"""The city pack: what one city may set about its people, groups, clocks and calendar; validated, unknown keys refused."""
