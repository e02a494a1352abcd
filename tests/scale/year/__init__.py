"""A simulated city over a year of virtual time, and judges of it that know nothing of the product's rules."""
