"""The use cases of topic vote: each function is one, and runs in the one transaction that its caller opened."""
