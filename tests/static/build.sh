#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What make makes again after a change, and what its variables do. A copy of the sources is built by
# programs that only write down what they were asked for, so that it takes seconds.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$dir/tree" "$dir/bin"
tar -cf - Makefile bpf src tests/*/*.[ch] | tar -xf - -C "$dir/tree"

# A compiler, linker, archiver and all: "NAME KIND" to the log, and the file is there.
cat >"$dir/bin/fake" <<'END'
#!/bin/sh
name=${0##*/} kind=link out=
case "$1 $name" in
*pkg-config) exit 1 ;;
rcs*) kind=archive out=$2 ;;
gen*) kind=skeleton ;;
esac
all=$*
while [ $# -gt 0 ]; do
	case $1 in
	-o) out=$2 ;;
	-c) kind=object ;;
	-target) bpf=bpf- ;;
	-fsanitize=*) san=san- ;;
	esac
	shift
done
echo "$name ${bpf-}${san-}$kind $all" >>"$LOG"
[ -z "$out" ] || : >"$out"
END
for name in gcc other ar clang bpftool llvm-strip pkg-config; do
	install -m 755 "$dir/bin/fake" "$dir/bin/$name"
done

# made ARGUMENT...: what was made, to MADE: each kind once
made() {
	: >"$dir/log"
	env -i PATH="$dir/bin:$PATH" LOG="$dir/log" make -s -C "$dir/tree" BPFTOOL=bpftool \
		RUN=true "$@" test-programs >"$dir/out" 2>&1 || sed 's/^/# /' "$dir/out"
	MADE=$(grep -v ^llvm-strip "$dir/log" | cut -d ' ' -f 2 | sort -u | tr '\n' ' ')
}
# makes NAME KINDS ARGUMENT...
makes() {
	local name=$1 kinds=$2
	shift 2
	made "$@"
	tap_test "$name" test "$MADE" = "$kinds" || echo "# made: $MADE"
}
asked() { grep -q -- "$1" "$dir/log"; }
never() { ! asked "$1"; }

everything='archive bpf-object link object san-link san-object skeleton '
makes 'the first time everything' "$everything"
tap_test 'the compiler is gcc where none is named' asked '^gcc object'
tap_test 'without pkg-config libraries go by their names' asked '^gcc link .*-lbpf .*-lnettle'
tap_test 'a warning is no error' never ' -Werror'
makes 'then nothing' ''
flags=(CFLAGS=-O1)
makes 'CFLAGS: objects and programs' 'archive link object ' "${flags[@]}"
makes 'CFLAGS once more: nothing' '' "${flags[@]}"
flags+=(CPPFLAGS=-DX)
makes 'CPPFLAGS: all objects' 'archive link object san-link san-object ' "${flags[@]}"
tap_test 'CPPFLAGS reach the compiler' asked '^gcc object .* -DX'
flags+=(LDFLAGS=-Lx)
makes 'LDFLAGS: programs' 'link san-link ' "${flags[@]}"
tap_test 'LDFLAGS reach the linker' asked '^gcc link .*-Lx'
flags+=(CLANG=other)
makes 'CLANG: BPF objects, and what is made of them' 'archive bpf-object link object san-link san-object skeleton ' "${flags[@]}"
flags+=(CC=other)
makes 'CC: all that it makes' 'archive link object san-link san-object ' "${flags[@]}"
tap_test 'CC is the compiler' never ^gcc
makes 'WERROR=1: all objects' 'archive bpf-object link object san-link san-object skeleton ' "${flags[@]}" WERROR=1
tap_test 'WERROR=1: a warning is an error' asked 'object .* -Werror'
made "${flags[@]}"
rm "$dir/tree/src/base/units.c"
makes 'a source is gone: archives and programs' 'archive link san-link ' "${flags[@]}"
tap_test 'a source is gone: so is its object from the archive' never /units.o
touch -d '1 minute' "$dir/tree/src/cli/main.c"
makes 'a source is newer: its object' 'link object ' "${flags[@]}"
printf '#!/bin/sh\necho "-Lfound -lfound"\n' >"$dir/bin/pkg-config"
makes 'a library has moved: objects and programs' 'archive link object san-link san-object ' "${flags[@]}"
tap_test 'a library has moved: pkg-config is believed' asked 'link .*-lfound'
made PKG_CONFIG=absent ARCH=arm64
tap_test 'PKG_CONFIG is used' asked '^gcc link .*-lbpf'
tap_test 'ARCH reaches the BPF side' asked '^clang bpf-object .*-D__TARGET_ARCH_arm64 '
rm -r "$dir/tree/build/share"
made PKG_CONFIG=absent ARCH=mips RUN=
tap_test 'a program for another processor prints no manual' test ! -e "$dir/tree/build/share"
made PKG_CONFIG=absent ARCH=mips
tap_test 'but for RUN' test -e "$dir/tree/build/share/tcpbdp-limits.7"
install -m 755 "$dir/bin/fake" "$dir/bin/aarch64-linux-gnu-gcc"
install -m 755 "$dir/bin/fake" "$dir/bin/aarch64-linux-gnu-ar"
made PKG_CONFIG=absent
made CROSS_COMPILE=aarch64-linux-gnu-
tap_test 'CROSS_COMPILE names the compiler' asked '^aarch64-linux-gnu-gcc object'
tap_test 'and the archiver' asked '^aarch64-linux-gnu-ar archive'
tap_test 'and, without ARCH, the processor' asked '^clang bpf-object .*-D__TARGET_ARCH_arm64 '
tap_plan
