"""Every sentence that a person reads, as functions returning `Message` values; one module an audience."""
