"""Whole journeys, through the playground over HTTP, on one frozen clock."""
