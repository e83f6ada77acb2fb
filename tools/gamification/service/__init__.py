"""What people do in quests: one function a use case, within the caller's transaction."""
