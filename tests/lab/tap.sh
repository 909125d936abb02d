# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# TAP on stdout, for scripts. Tests are numbered here, the plan comes last:
#
#	tap_ok NAME / tap_not_ok NAME / tap_skip NAME REASON
#	tap_feed FILE			unnumbered "ok - NAME" lines that a program wrote
#	tap_plan

TAP_COUNT=0

tap_ok() { printf 'ok %d - %s\n' $((++TAP_COUNT)) "$1"; }
tap_not_ok() { printf 'not ok %d - %s\n' $((++TAP_COUNT)) "$1"; }
tap_skip() { printf 'ok %d - %s # SKIP %s\n' $((++TAP_COUNT)) "$1" "$2"; }
tap_plan() { printf '1..%d\n' "$TAP_COUNT"; }

# tap_test NAME COMMAND...: ok if the command is, and so is the return value.
tap_test() {
	local name=$1
	shift
	if "$@"; then
		tap_ok "$name"
	else
		tap_not_ok "$name"
		return 1
	fi
}

# The first lines of a file as diagnostics: why something failed.
tap_note() {
	local line left=${2:-10}
	[[ -s $1 ]] || return 0
	while ((left-- > 0)) && IFS= read -r line; do
		printf '# %s\n' "$line"
	done <"$1"
}

# What cannot be judged must not look like a success.
tap_bail() {
	printf 'Bail out! %s\n' "$1"
	exit 1
}

tap_feed() {
	local line
	while IFS= read -r line; do
		case $line in
		'ok - '*) tap_ok "${line#ok - }" ;;
		'not ok - '*) tap_not_ok "${line#not ok - }" ;;
		*) printf '%s\n' "$line" ;;
		esac
	done <"$1"
}
