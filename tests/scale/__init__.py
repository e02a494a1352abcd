"""Figures: speed, limits, start, stop, full disks, floods of hostile updates."""
