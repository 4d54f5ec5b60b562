"""The models' architectures, each with its card."""
