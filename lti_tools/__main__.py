"""`python -m lti_tools` is the `lti-tools` command."""

from lti_tools.cli import main

main()
