# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# suite.sh: what the guest's scripts share; to be sourced.

suite() {
	local name=$1
	shift

	echo "# suite $name"
	"$@"
	echo "# suite end $?"
}

# An emulated processor cannot keep up with 100 Mbit/s and everything around it, and what it does
# it does late. Half the rate at twice the RTT is the same BDP, so it is the same verdict; the RTT's
# tolerance is widened. Both in this guest's own copy of the table, where a scenario that states its
# own keeps that.
export LAB_EMULATED=yes
sed -i '/^\[/a path: 50mbit 100\nrtt: 30' tests/lab/scenarios.conf
