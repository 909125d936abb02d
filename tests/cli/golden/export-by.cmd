for by in port cgroup netns peer-prefix; do
	tcpbdp export --replay captures/scenario-4.tcpbdp -i 1 --by $by --top 1 -o run.prom
	grep ^tcpbdp_group run.prom
done
