"""Every query of quests, each held to one activity."""
