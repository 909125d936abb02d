# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Reads textfiles as a strict reader would: what node_exporter lets through, or loses without a
# word, is said here. To be sourced.

# textfile_series FILE: "series<tab>value" a line
textfile_series() {
	awk '!/^#/ { value = $NF; sub(/ [^ ]*$/, ""); print $0 "\t" value }' "$1"
}

# textfile_faults FILE: what is wrong with its form
textfile_faults() {
	[ "$(tail -c 1 "$1" | od -An -tx1)" = ' 0a' ] || echo 'does not end with a newline'
	LC_ALL=C grep -naq '[^ -~]' "$1" && echo 'has bytes that are not printable'
	awk '
	function fault(what) { print FILENAME ":" FNR ": " what ": " $0 }
	/^# HELP / { if (helped[$3]++) fault("a second HELP"); family = $3; next }
	/^# TYPE / { if ($3 != family || typed[$3]++) fault("TYPE is out of place"); type[$3] = $4; next }
	{
		series = $0; sub(/ [^ ]*$/, "", series)
		name = series; sub(/\{.*/, "", name)
		base = name; if (type[family] == "histogram") sub(/_(bucket|sum|count)$/, "", base)
		if (base != family || !(family in type)) fault("not of the family before it")
		if (seen[series]++) fault("a series twice")
		if ($NF !~ /^([0-9]+(\.[0-9]+)?|NaN)$/) fault("not a value")
		if (family !~ /^tcpbdp_[a-z_]+$/) fault("not a name of ours")
		if ((type[family] == "counter") != (family ~ /_total$/)) fault("_total is of counters")
		if (type[family] != "histogram") next
		labels = series; sub(/^[^{]*/, "", labels)
		bound = ""
		if (match(labels, /le="[^"]*"/)) {
			bound = substr(labels, RSTART + 4, RLENGTH - 5)
			sub(/le="[^"]*",?/, "", labels); sub(/\{\}/, "", labels)
		}
		key = family labels
		if (name ~ /_bucket$/) {
			if ((bound == "+Inf" ? 1e99 : bound + 0) <= le[key] + 0 && key in le) fault("bounds do not rise")
			if ($NF < upto[key] + 0) fault("is not cumulative")
			le[key] = bound == "+Inf" ? 1e99 : bound + 0; upto[key] = $NF
		}
		if (name ~ /_count$/) {
			if (le[key] != 1e99) fault("has no bucket +Inf")
			if (upto[key] != $NF) fault("is not its bucket +Inf")
		}
		if (name ~ /_sum$/ || name ~ /_count$/) rest[key] = rest[key] name
	}
	END { for (key in le) if (rest[key] !~ /_sum/ || rest[key] !~ /_count/) print key ": no sum, or no count" }
	' "$1"
}

# textfile_is_well FILE: and says why not
textfile_is_well() {
	local faults
	[ -s "$1" ] || { echo "# $1: is not there"; return 1; }
	faults=$(textfile_faults "$1")
	[ -z "$faults" ] || { sed 's/^/# /' <<<"$faults" | head -n 10; return 1; }
}
