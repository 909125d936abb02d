# what is there is as it was, and one line says why
export() {
	tcpbdp export --replay captures/scenario-1.tcpbdp -i 1 "$@" 2>&1 | sed "s|$PWD|.|"
	echo "exit status ${PIPESTATUS[0]}"
}
echo mine >mine.prom
ln -s mine.prom link.prom
mkdir -m 755 directory.prom real
mkdir -m 777 open
chmod 777 open
ln -s real link
mkfifo fifo.prom
for file in none/a.prom mine.prom link.prom directory.prom fifo.prom open/a.prom link/a.prom \
	mine.prom/a.prom /proc/a.prom a.txt .prom real/.prom; do
	export -o $file
done
export -o a.prom -i 0.5
export -o a.prom --by comm
export
cat mine.prom
ls -A . open real
