# shellcheck shell=bash disable=SC2034,SC2086,SC2153,SC2209
# SPDX-License-Identifier: GPL-2.0-only
#
# Real programs, over the lab's link, from A to B; to be sourced after lab.sh. Of each:
#
#	NAME_needs	the programs of PROGRAMS_TREE that it takes
#	NAME_start	starts both ends; PORT is the link's port, LISTENER the end that listens
#
# Their pids are lab.sh's, their files are in $LAB_TMP.

# programs_find NAME: where the program is, unpacked or installed.
programs_find() {
	local dir
	for dir in "$PROGRAMS_TREE"/usr/{bin,sbin} /usr/bin /usr/sbin; do
		[[ -x $dir/$1 ]] && printf '%s' "$dir/$1" && return
	done
	return 1
}

# programs_spawn NAME A|B PROGRAM ARGUMENT...: with the libraries that came with it.
programs_spawn() {
	local name=$1 end=$2 program
	program=$(programs_find "$3") || return
	shift 3
	lab_spawn "$name" "$end" env "LD_LIBRARY_PATH=$PROGRAMS_LIBRARIES" \
		"$program" "$@"
}

# programs_listen A|B PORT: waits until somebody does.
programs_listens() { [[ -n $(lab_exec "$1" ss -tlnH sport = ":$2") ]]; }
programs_listen() {
	lab_poll 10 programs_listens "$1" "$2" && return
	tap_note "$LAB_TMP/server.err" >&2
	return 1
}

rsync_needs() { echo rsync; }
rsync_start() {
	PORT=873 LISTENER=A
	mkdir -p "$LAB_TMP/files" "$LAB_TMP/copy"
	truncate -s 1G "$LAB_TMP/files/file"
	cat >"$LAB_TMP/rsyncd.conf" <<-END
		use chroot = no
		uid = 0
		gid = 0
		[files]
		path = $LAB_TMP/files
	END
	programs_spawn server A rsync --daemon --no-detach --config "$LAB_TMP/rsyncd.conf" \
		--address 10.9.0.1 --log-file "$LAB_TMP/rsyncd.log"
	programs_listen A $PORT || return
	programs_spawn client B rsync --whole-file rsync://10.9.0.1/files/file "$LAB_TMP/copy/"
}

# nginx_serve ADDRESS PORT: a gigabyte, at A.
nginx_serve() {
	mkdir -p "$LAB_TMP/files"
	truncate -s 1G "$LAB_TMP/files/file"
	cat >"$LAB_TMP/nginx.conf" <<-END
		daemon off;
		master_process off;
		pid $LAB_TMP/nginx.pid;
		error_log stderr;
		events { }
		http {
			access_log off;
			sendfile ${NGINX_SENDFILE:-on};
			client_body_temp_path $LAB_TMP/body;
			proxy_temp_path $LAB_TMP/proxy;
			fastcgi_temp_path $LAB_TMP/fastcgi;
			uwsgi_temp_path $LAB_TMP/uwsgi;
			scgi_temp_path $LAB_TMP/scgi;
			server { listen $1:$2; root $LAB_TMP/files; }
		}
	END
	programs_spawn server A nginx -c "$LAB_TMP/nginx.conf" -e stderr
	programs_listen A "$2"
}

nginx_needs() { echo nginx curl; }
nginx_start() {
	PORT=8080 LISTENER=A
	nginx_serve 10.9.0.1 $PORT || return
	programs_spawn client B curl -s -o /dev/null http://10.9.0.1:$PORT/file
}

haproxy_needs() { echo haproxy nginx curl; }
haproxy_start() {
	local proxy
	PORT=8081 LISTENER=A
	nginx_serve 127.0.0.1 8080 || return
	cat >"$LAB_TMP/haproxy.cfg" <<-END
		defaults
			mode http
			timeout connect 5s
			timeout client 60s
			timeout server 60s
		frontend front
			bind 10.9.0.1:$PORT
			default_backend back
		backend back
			server nginx 127.0.0.1:8080
	END
	programs_spawn proxy A haproxy -db -f "$LAB_TMP/haproxy.cfg"
	programs_listen A $PORT || return
	programs_spawn client B curl -s -o /dev/null http://10.9.0.1:$PORT/file
}

# The bulk load: one key, again and again, so that the server does not grow.
redis_needs() { echo redis-server redis-cli; }
redis_start() {
	local value
	PORT=6379 LISTENER=B
	programs_spawn server B redis-server --port $PORT --bind 10.9.0.2 --protected-mode no --save '' \
		--appendonly no --dir "$LAB_TMP"
	programs_listen B $PORT || return
	printf -v value '%01000d' 0
	mkfifo "$LAB_TMP/load"
	lab_spawn load host bash -c 'exec yes "$0" >"$1"' "SET key $value" "$LAB_TMP/load"
	# shellcheck disable=SC2016 # the inner shell expands it
	lab_spawn client A env "LD_LIBRARY_PATH=$PROGRAMS_LIBRARIES" bash -c \
		'exec "$1" -h 10.9.0.2 -p "$2" --pipe <"$0"' "$LAB_TMP/load" "$(programs_find redis-cli)" $PORT
}

# Its daemon wants a user and a directory that this machine may not have: it is given them in the
# mount namespace that "ip netns exec" made for it.
ssh_needs() { echo sshd ssh ssh-keygen; }
ssh_start() {
	local keygen
	PORT=2222 LISTENER=A
	keygen=$(programs_find ssh-keygen) || return
	"$keygen" -q -t ed25519 -N '' -f "$LAB_TMP/host" && "$keygen" -q -t ed25519 -N '' -f "$LAB_TMP/user" ||
		return
	{ grep -v '^sshd:' /etc/passwd && echo 'sshd:x:65533:65534::/run/sshd:/bin/false'; } >"$LAB_TMP/passwd"
	sed 's/^root:[^:]*:/root:*:/' /etc/shadow >"$LAB_TMP/shadow"
	cat >"$LAB_TMP/sshd_config" <<-END
		ListenAddress 10.9.0.1:$PORT
		HostKey $LAB_TMP/host
		AuthorizedKeysFile $LAB_TMP/user.pub
		PermitRootLogin prohibit-password
		StrictModes no
		UsePAM no
		PidFile none
	END
	# shellcheck disable=SC2016 # the inner shell expands it
	lab_spawn server A env "LD_LIBRARY_PATH=$PROGRAMS_LIBRARIES" bash -c '
		mount --bind "$0/passwd" /etc/passwd && mount --bind "$0/shadow" /etc/shadow &&
			mount -t tmpfs none /run && mkdir -m 755 /run/sshd &&
			exec "$1" -D -e -f "$0/sshd_config"' "$LAB_TMP" "$(programs_find sshd)"
	programs_listen A $PORT || return
	programs_spawn client B ssh -F none -i "$LAB_TMP/user" -o IdentitiesOnly=yes -o BatchMode=yes \
		-o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no -p $PORT root@10.9.0.1 \
		cat /dev/zero
}

# Writes of 128 KiB that block.
iperf3_needs() { echo iperf3; }
iperf3_start() {
	PORT=5201 LISTENER=B
	programs_spawn server B iperf3 -s -1 -B 10.9.0.2 -p $PORT
	programs_listen B $PORT || return
	programs_spawn client A iperf3 -c 10.9.0.2 -p $PORT -t 60
}

# Writes of 8 KiB, each after select() said that there is room.
socat_needs() { echo socat; }
socat_start() {
	PORT=8082 LISTENER=A
	programs_spawn server A socat -u OPEN:/dev/zero TCP4-LISTEN:$PORT,bind=10.9.0.1,reuseaddr
	programs_listen A $PORT || return
	programs_spawn client B socat -u TCP4:10.9.0.1:$PORT OPEN:/dev/null
}

# Records of TLS, in user space.
openssl_needs() { echo openssl; }
openssl_start() {
	local openssl
	PORT=8443 LISTENER=A
	openssl=$(programs_find openssl) || return
	env "LD_LIBRARY_PATH=$PROGRAMS_LIBRARIES" "$openssl" req -x509 -newkey rsa:2048 -nodes \
		-subj /CN=a -keyout "$LAB_TMP/key" -out "$LAB_TMP/cert" 2>/dev/null || return
	mkdir -p "$LAB_TMP/files"
	truncate -s 1G "$LAB_TMP/files/file"
	lab_spawn server A env -C "$LAB_TMP/files" "LD_LIBRARY_PATH=$PROGRAMS_LIBRARIES" "$openssl" s_server \
		-quiet -WWW -accept 10.9.0.1:$PORT -key "$LAB_TMP/key" -cert "$LAB_TMP/cert"
	programs_listen A $PORT || return
	programs_spawn client B curl -sk -o /dev/null https://10.9.0.1:$PORT/file
}

# Copies of 64 KiB from a file.
python3_needs() { echo python3 curl; }
python3_start() {
	PORT=8083 LISTENER=A
	mkdir -p "$LAB_TMP/files"
	truncate -s 1G "$LAB_TMP/files/file"
	programs_spawn server A python3 -m http.server -b 10.9.0.1 -d "$LAB_TMP/files" $PORT
	programs_listen A $PORT || return
	programs_spawn client B curl -s -o /dev/null http://10.9.0.1:$PORT/file
}
