"""The living style guide: every component of the design system on pages that look like the real ones.

    python -m tests.support.gallery 8099

serves it on loopback. Add `?as=nobody` for a page without a launch.
"""
