#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# C is formatted as clang-format 14 (Debian 12's) does it; others differ in details.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh

VERSION=14
name="C is formatted by clang-format $VERSION"
sources=(src/*/*.[ch] bpf/*.[ch] vmlinux/*.h vmlinux/*/*.h tests/*/*.[ch])

formatted() { clang-format --dry-run --Werror "${sources[@]}" 2>&1 | grep -E '^[^ ]+: error' >"$found"; }

found=$(mktemp)
trap 'rm -f "$found"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if ! version=$(clang-format --version 2>/dev/null); then
	tap_skip "$name" 'no clang-format: make setup'
elif [[ ! $version =~ version\ $VERSION\. ]]; then
	tap_skip "$name" "here is $version"
else
	formatted
	tap_test "$name" test ! -s "$found" || sed 's/^/# /' "$found" | head -n 10
fi
tap_plan
