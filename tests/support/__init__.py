"""What the tests share: the city's DSL, hostile updates."""
