"""Names, numbers, dates and places in a text, found by rule on characters: before any segmentation."""
