#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Each source file says its licence in its first lines, as an SPDX expression, and LICENSES/ has the
# text of each licence that is named, and no other.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh

# Documents and data are under what COPYING says. Three of Debian's files have no place for comments.
files() {
	find . \( -path ./build -o -path ./.git -o -path ./LICENSES -o -path './tests/cli/golden' \) -prune -o \
		-type f ! -name '*.md' ! -name '*.json' ! -name '*.tcpbdp' ! -name .gitignore ! -name COPYING ! -name nohup.out \
		! -path ./debian/changelog ! -path ./debian/copyright ! -path ./debian/source/format -print
}

without_licence() {
	files | xargs -d '\n' awk '
		FNR == 1 { if (file && !said) print "# " file; file = FILENAME; said = 0 }
		FNR <= 5 && /SPDX-License-Identifier: / { said = 1 }
		END { if (!said) print "# " file }'
}

named() {
	files | xargs -d '\n' head -q -n 5 |
		sed -nE 's|^.*SPDX-License-Identifier: ([^*]*)(\*/)?$|\1|p' |
		tr -s ' ()' '\n' | grep -vxE 'OR|AND|WITH|' | sort -u
}

none() { [[ -z $1 ]] || { head -n 10 <<<"$1"; return 1; }; }

tap_test 'there are sources' test "$(files | wc -l)" -gt 100
tap_test 'each source file says its licence' none "$(without_licence)"
tap_test 'LICENSES/ has the text of each, and no other' none \
	"$(diff <(named) <(cd LICENSES && printf '%s\n' *.txt | sed 's/\.txt$//' | sort) | sed 's/^/# /')"
tap_plan
