"""The use cases of peer review: each function is one, and runs in the one transaction that its caller opened."""
