"""From text sources to notebooks, and the proof that they are sound."""
