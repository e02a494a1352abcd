"""Dispatch packs: what goes in is a pure choice among lines; how it looks is a document that a writer turns into docx or xlsx."""
