# Tries to get through the wall of a job's container, and says of each try whether the wall held. The host gives: ADDRESS and
# PORT of a listener of its own, LOCAL its port on loopback, ENGINE the engine's socket, SERVICE a socket of another service,
# OTHER another job's folder, SECRET a file that anybody may read, MARK a word in the environment of other processes and in the kernel's log, KERNEL
# and MEMORY of the machine.
try() {
  name=$1
  shift
  if "$@" >/dev/null 2>&1; then echo "broken $name"; else echo "held $name"; fi
}
# Two connections: the first byte of a listener's answer counts, not an address that swallows all.
reaches() { nc -w 2 "$1" "$2" </dev/null | grep -q hello; }
writes() { touch "$1/ironclaw-wall" && rm "$1/ironclaw-wall"; }
linked() { ln -s "$1" /workspace/way && writes /workspace/way/.; code=$?; rm -f /workspace/way; return $code; }
others() { cat /proc/[0-9]*/environ | grep -q "$MARK"; }
capable() { grep -q 'CapEff:.*[1-9a-f]' /proc/self/status; }
interfaces() { grep ':' /proc/net/dev | grep -vq '^ *lo:'; }
root() { [ "$(id -u)" = 0 ]; }
log() { dmesg | grep -q "$MARK"; }
kernel() { [ "$(uname -r)" = "$KERNEL" ]; }
memory() { grep MemTotal /proc/meminfo | grep -q " $MEMORY "; }
device() { mknod "$TMPDIR/device" b 7 0; code=$?; rm -f "$TMPDIR/device"; return $code; }
mounts() { mount -t tmpfs none "$TMPDIR"; code=$?; umount "$TMPDIR"; return $code; }

[ -S /run/ironclaw/host.sock ] && echo "sees its crossing"
[ "$(cat /run/ironclaw/token)" = its-token ] && echo "reads its token"
echo kept > /workspace/kept && echo kept > /output/kept && echo "writes its folders"
cp /bin/busybox "$TMPDIR/sh" && "$TMPDIR/sh" -c true && echo "starts programs of its own"

try internet reaches "$ADDRESS" "$PORT"
try host-loopback reaches 127.0.0.1 "$LOCAL"
try interfaces interfaces
try engine-socket [ -e "$ENGINE" ]
try host-service-socket [ -e "$SERVICE" ]
try other-jobs-folder [ -e "$OTHER" ]
try other-jobs-environment others
try secret-file cat "$SECRET"
try root root
try capabilities capable
try root-of-its-own unshare -r true
try own-mounts unshare -m true
try own-network unshare -n true
try own-processes unshare -p true
try mount mounts
try chroot chroot / /bin/true
try enter nsenter -t $$ -m /bin/true
try device device
try kernel-log log
try write-root writes /
try write-programs writes /bin
try write-settings writes /etc
try write-crossing writes /run/ironclaw
try write-machine writes "$OUTSIDE"
try write-over-link linked "$OUTSIDE"
try kernel-setting [ -w /proc/sys/kernel/core_pattern ]
try host-name hostname wall
try same-kernel kernel
try same-memory memory
