#!/bin/sh
# reviewdog filters to the lines of the pull request by itself, and posts suggestions that can be accepted.
malaprop check articles --format rdjsonl --exit-zero \
  | reviewdog -f=rdjsonl -name=malaprop -reporter=github-pr-review -filter-mode=added -fail-level=warning
