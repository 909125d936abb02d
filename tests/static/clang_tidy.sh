#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# clang-tidy finds nothing in src/: .clang-tidy says what it looks for. Another version has other checks.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh

VERSION=14
name="clang-tidy $VERSION finds nothing in src/"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# flags: what the compiler was given that clang-tidy has to know
flags() {
	local word
	eval "set -- $(<build/stamp/compile)" # as make gave it to a shell
	for word; do
		case $word in
		-I/* | -D* | -U* | -std=*) printf '%s\n' "$word" ;;
		-I*) printf '%s\n' "-I$PWD/${word#-I}" ;;
		esac
	done
}

if ! version=$(clang-tidy --version 2>/dev/null); then
	tap_skip "$name" 'no clang-tidy: make setup'
elif [[ ! $version =~ LLVM\ version\ $VERSION\. ]]; then
	tap_skip "$name" "here is $(grep -o 'LLVM version.*' <<<"$version")"
else
	flags >"$work/compile_flags.txt"
	printf '%s\n' src/*/*.c |
		xargs -d '\n' -P "$(nproc)" -n 8 clang-tidy --quiet -p "$work" >"$work/out" 2>"$work/err"
	tap_test "$name" test $? = 0 -a ! -s "$work/out" ||
		grep -hE '^/.* (warning|error): |^error' "$work/out" "$work/err" | sort -u |
		sed "s|^$PWD/||; s/^/# /" | head -n 20
fi
tap_plan
