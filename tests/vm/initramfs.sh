#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# initramfs.sh TREE SCRIPT OUT: pack a root file system that boots TREE's kernel and runs SCRIPT.
#
# TREE is what fetch.sh printed. The guest sees the project at /tcpbdp with its files where the
# repository has them, as far as they are built. Its tools are this machine's own, so that a
# script behaves there as it does here; busybox only fills the gaps.
set -euo pipefail

[ $# -eq 3 ] || { echo "usage: initramfs.sh TREE SCRIPT OUT" >&2; exit 2; }
tree=$1 script=$2 out=$3
project=$(cd "$(dirname "$0")/../.." && pwd)

tools="bash ip tc ss iperf3 bpftool awk cat chmod cmp comm cp cut date dd diff dirname env find
	grep head id install kill ln ls mkdir mkfifo mktemp mount mv nice nproc nsenter pgrep ps readlink
	rm sed seq setpriv setsid sleep sort stat stdbuf sysctl tail taskset tee timeout touch tr
	umount uname uniq unshare wc xargs"
modules="veth tun dummy ifb sch_netem sch_fq sch_tbf sch_htb tcp_bbr inet_diag tcp_diag tls gcm
	ctr ghash-generic"

die() { echo "initramfs.sh: $*" >&2; exit 1; }

# Installs a file under its own name, with the libraries it is linked to.
install_file() {
	local file=$1 to=$2 library

	install -D "$(readlink -f "$file")" "$root$to"
	# ldd fails for a script, which is fine: it needs no library.
	{ ldd "$file" 2>/dev/null || true; } | sed -n 's,^[^/]*\(/[^ ]*\).*,\1,p' |
		while read -r library; do
			[ -e "$root$library" ] || install -D "$(readlink -f "$library")" "$root$library"
		done
}

install_tools() {
	local tool path applet

	for tool in $tools; do
		path=$(PATH=$PATH:/usr/sbin:/sbin command -v "$tool") || die "needs $tool in PATH"
		# Some bash builtins share a name with a file: it is the file that is wanted.
		[ -e "$path" ] || path=/usr/bin/$tool
		install_file "$path" "/usr/bin/$tool"
	done
	install -D "$(command -v busybox)" "$root/usr/bin/busybox"
	# Only the applets that nothing above provides. Busybox prefers its own ip, tc and
	# timeout to files in PATH wherever it can, and its ip knows no 'netns'.
	for applet in $(busybox --list); do
		[ -e "$root/usr/bin/$applet" ] || ln -s busybox "$root/usr/bin/$applet"
	done
	ln -sf bash "$root/usr/bin/sh"
}

# Modules go in uncompressed, with a list in the order in which they must be loaded.
install_modules() {
	local version module path name

	version=$(ls "$tree/lib/modules")
	for module in $modules; do
		modprobe -d "$tree" -S "$version" --show-depends "$module" 2>/dev/null ||
			echo "initramfs.sh: $version has no module $module" >&2
	done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r path; do
		name=$(basename "$path" .xz)
		case $path in
		*.xz) xz -dc "$path" >"$root/modules/$name" ;;
		*) cp "$path" "$root/modules/$name" ;;
		esac
		echo "$name" >>"$root/modules/order"
	done
}

install_project() {
	local file

	for file in "$project"/build/tcpbdp "$project"/build/tests/lab/* \
		    "$project"/tests/lab/* "$project"/tests/vm/guest/*; do
		[ -f "$file" ] || continue
		case $file in
		*.bpf.o) ;;
		*.o | *.d) continue ;;
		esac
		install_file "$file" "/tcpbdp${file#"$project"}"
	done
}

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

mkdir -p "$root"/{usr/bin,usr/sbin,usr/lib,usr/lib64,dev,proc,sys,tmp,run,var,etc,root,modules,tcpbdp}
for link in bin sbin lib lib64; do ln -s "usr/$link" "$root/$link"; done
# ip netns keeps its names in /var/run/netns, which must be on a file system that can be
# remounted shared: the initramfs itself cannot, a tmpfs on /run can.
ln -s ../run "$root/var/run"
echo 'root:x:0:0:root:/root:/bin/bash' >"$root/etc/passwd"
echo '127.0.0.1 localhost' >"$root/etc/hosts"
install_tools
install_modules
install_project
install "$project/tests/vm/guest/init" "$root/init"
install -D "$script" "$root/command"

(cd "$root" && find . -mindepth 1 | cpio --quiet -R 0:0 -H newc -o | gzip -1) >"$out"
