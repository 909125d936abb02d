# SPDX-License-Identifier: GPL-2.0-only
# trace.awk: the facts that attach.sh wants from the NDJSON of 'tcpbdp trace', one a line:
#
#	rate SIDE LPORT BPS	the mean over the trace, of each socket in the wanted namespace
#	hook SIDE KIND		from the summary
#	ledger EVENTS ACCOUNTED EMITTED CONSUMED SKIPPED
#	bad LINE		a line that is no object
#
# The guest has no JSON tool. This much is safe without one: the objects taken apart here hold
# no objects themselves and no text from outside.
# -v netns=INODE

function value(object, key) {
	if (!match(object, "\"" key "\":(\"[^\"]*\"|[0-9.]+|null)"))
		return ""
	object = substr(object, RSTART + length(key) + 3, RLENGTH - length(key) - 3)
	gsub(/"/, "", object)
	return object
}

function inner(object, key) {
	return match(object, "\"" key "\":[{][^{}]*[}]") ? substr(object, RSTART, RLENGTH) : ""
}

!/^[{].*[}]$/ { print "bad " substr($0, 1, 120) }

# Why a verdict holds is objects within objects, and no fact that is wanted here.
/"type":"socket"/ {
	gsub(/"facts":[{][^{}]*[}],?/, "")
	gsub(/"nearest":[{][^{}]*[}]/, "")
	gsub(/"because":[{][^{}]*[}],?/, "")
}

/"type":"socket"/ && value($0, "netns") == netns {
	port = value($0, "lport")
	seconds[port] += value($0, "interval_s")
	sent[port] += value(inner($0, "send"), "rate_bps") * value($0, "interval_s")
	received[port] += value(inner($0, "recv"), "rate_bps") * value($0, "interval_s")
}

/"type":"summary"/ {
	hooks = inner($0, "hooks")
	print "hook recv " value(hooks, "recv")
	print "hook send " value(hooks, "send")
	# by_event is an object inside the ledger: leave it out, the rest is flat.
	sub(/"by_event":[{][^{}]*[}],?/, "")
	ledger = inner($0, "ledger")
	emitted = value(ledger, "samples_emitted")
	accounted = emitted + value(ledger, "samples_suppressed")
	accounted += value(ledger, "samples_dropped") + value(ledger, "events_filtered")
	printf "ledger %.0f %.0f %.0f %.0f %s\n", value(ledger, "events_seen"), accounted,
		emitted, value(ledger, "samples_consumed"), value(ledger, "events_skipped")
}

END {
	for (port in seconds) {
		if (!seconds[port])
			continue
		printf "rate send %s %.0f\n", port, sent[port] / seconds[port]
		printf "rate recv %s %.0f\n", port, received[port] / seconds[port]
	}
}
