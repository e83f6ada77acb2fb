"""The kit's own tables (prefix `kit_`): importing this module registers those of every part."""

PREFIX = "kit_"
