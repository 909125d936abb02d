# filters of one option add up, different ones narrow down: which ends are reported
ends() {
	tcpbdp trace -j -i 5 --replay captures/scenario-2.tcpbdp "$@" | grep -o '"pid":[0-9]*,' | sort -u |
		tr -d '\n'
}
while read -r options; do
	echo "$options: $(ends $options)"
done <<'END'
-P 9,5201
-P 9 -P 5201
-P 9 -P 10
-L 9 --lport 5201
-D 5201,5201
-L 5201 -D 5201
--pid 1001,1002
-p 1001 -p 1002 -p 1003
-p 1001 -L 5201,9
-p 7,8 -P 5201
--comm nginx,traffic
--comm nginx --comm traffi
--comm traffic -p 1002,1003
--addr 10.9.0.1,10.9.0.3
--addr 10.9.0.3 --addr ::1
--addr 10.9.0.3 --addr fd00::/8,10.0.0.0/8
--netns 4026532001,4026532002
--netns 4026532002 --netns 7
--netns 7,8
--cgroup /tcpbdp-lab/traffic --cgroup /tcpbdp-lab
END
# each group must be there
tcpbdp trace --replay captures/scenario-2.tcpbdp --cgroup /tcpbdp-lab --cgroup /nowhere
