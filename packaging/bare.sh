#!/usr/bin/env bash
# Installs the package on a bare Debian and uses it there as a person would, from `apt install` to `apt purge`:
#
#   bare.sh DEB [SUITE] [TREE]      bookworm is the SUITE where none is named; TREE is one that debootstrap made, it is copied
#
# Makes that Debian (minbase) with debootstrap, boots it with its own systemd in namespaces of its own, without a network
# once the packages are there, and takes it away again. Needs root, debootstrap and a network; some minutes. Prints one line
# for each check, and ends with 1 where one fails.
# shellcheck disable=SC2016 # checks are evaluated where they are made
set -euo pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

deb=$(readlink -f -- "${1:?usage: bare.sh DEB [SUITE] [TREE]}")
suite=${2:-bookworm}
tree=${3:-}
work=$(mktemp -d "${TMPDIR:-/tmp}/ironclaw-bare.XXXXXX")
root=$work/root
log=$work/log
failed=0
accepted=
outer=
leader=
cgroup=
trap 'clear_away' EXIT

main() {
  [ "$(id -u)" = 0 ] || { echo "bare: run it as root: it makes a Debian of its own" >&2 && exit 2; }
  debian
  installed
  boot
  told
  served
  windowed
  upgraded
  removed
  [ "$failed" = 0 ] || { echo "bare: $failed check(s) failed" >&2 && exit 1; }
  echo "bare: all is as it should be on $suite"
}

# --- the machine --------------------------------------------------------------------------------------------------------

debian() {
  step "a bare $suite"
  if [ -n "$tree" ]; then
    cp -a "$tree" "$root"
  else
    debootstrap --variant=minbase "$suite" "$root" http://deb.debian.org/debian >"$log" 2>&1 || { tail "$log" >&2 && exit 1; }
  fi
  cp -L /etc/resolv.conf "$root/etc/resolv.conf"
  cp "$deb" "$root/root/ironclaw.deb"
}

# isolated [UNSHARE'S FLAGS] -- COMMAND: as PID 1 of that Debian. Not by chroot, in which nobody may make a user namespace.
isolated() {
  local flags=()
  while [ "$1" != -- ]; do flags+=("$1") && shift; done
  shift
  # shellcheck disable=SC2016 # that shell's own variables
  exec unshare --mount --pid --fork --ipc --uts --propagation private "${flags[@]}" sh -euc '
    root=$1 && shift
    mount --bind "$root" "$root" && cd "$root"
    mount -t proc proc proc
    mount -t sysfs -o ro sysfs sys
    mount -t tmpfs -o mode=755 tmpfs run
    mount -t tmpfs -o mode=1777 tmpfs tmp
    mount -t tmpfs -o mode=755 tmpfs dev
    for one in null zero full random urandom tty; do touch dev/$one && mount --bind /dev/$one dev/$one; done
    mkdir dev/pts dev/shm
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
    mount -t tmpfs -o mode=1777 tmpfs dev/shm
    ln -s pts/ptmx dev/ptmx && ln -s /proc/self/fd dev/fd && ln -s fd/0 dev/stdin && ln -s fd/1 dev/stdout && ln -s fd/2 dev/stderr
    if [ "$1" = /lib/systemd/systemd ]; then mount -t cgroup2 cgroup2 sys/fs/cgroup; fi
    mkdir .old && pivot_root . .old && cd / && umount -l /.old && rmdir /.old
    hostname bare
    exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "$@"
  ' _ "$root" "$@"
}

boot() {
  step "boot"
  local above=/sys/fs/cgroup
  [ -e "$above/cgroup.controllers" ] || above=/sys/fs/cgroup/unified
  cgroup=$above/ironclaw-bare-$$
  mkdir "$cgroup"
  (echo "$BASHPID" >"$cgroup/cgroup.procs" && isolated --net --cgroup -- /lib/systemd/systemd) </dev/null >"$work/boot" 2>&1 &
  outer=$!
  for ((i = 0; i < 300; i++)); do
    if leader=$(pgrep -P "$outer") || ! kill -0 "$outer" 2>/dev/null; then break; fi
    pause 0.1
  done
  [ -n "$leader" ] || { echo "bare: that Debian does not start; unshare said:" >&2 && tail "$work/boot" >&2 && exit 1; }
  eventually as root systemctl is-system-running --quiet || true
  check "systemd runs and no unit failed" '[ -z "$(as root systemctl --failed --no-legend)" ]'
  as root useradd --create-home --shell /bin/bash ada
  as root loginctl enable-linger ada
  eventually as ada systemctl --user is-system-running --quiet
}

# as USER COMMAND…: in a session of that user
as() {
  local user=$1
  shift
  nsenter -t "$leader" --mount --pid --net --ipc --uts --cgroup \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb su -l "$user" -c "$*" </dev/null 2>&1
}

clear_away() {
  if [ -n "$outer" ]; then
    # Without its PID 1 a namespace has no process; unshare ends with it.
    leader=${leader:-$(pgrep -P "$outer" || true)}
    # shellcheck disable=SC2086 # no word where there is no process
    kill -9 $leader "$outer" 2>/dev/null || true
    wait "$outer" 2>/dev/null || true
  fi
  if [ -n "$cgroup" ]; then
    for ((i = 0; i < 50; i++)); do
      find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null || true
      [ -d "$cgroup" ] || break
      pause 0.1
    done
  fi
  rm -rf --one-file-system "$work"
}

# --- what is looked at --------------------------------------------------------------------------------------------------

installed() {
  step "apt install"
  (isolated -- apt-get update) >"$log" 2>&1 || { tail "$log" >&2 && exit 1; }
  (isolated -- apt-get install -y /root/ironclaw.deb) >"$log" 2>&1 || { tail "$log" >&2 && exit 1; }
  check "apt brings what it needs, and its own scripts say nothing" \
    'grep -q "^Setting up ironclaw " "$log" && ! grep "^ironclaw:\|^dpkg: warning\|^ironct" "$log"'
  check "gVisor comes with it" '[ -x "$root/usr/bin/runsc" ]'
  check "the archives of classes are made" '[ -s "$root/opt/ironclaw/lib/app/ironclaw.jsa" ] && [ -s "$root/opt/ironclaw/lib/app/ironctl.jsa" ]'
  # What the checks look with. Without what apt would add to it, as a person's desktop has it already.
  (isolated -- apt-get install -y --no-install-recommends xvfb openbox xdotool man-db desktop-file-utils procps) \
    >"$log" 2>&1 || { tail "$log" >&2 && exit 1; }
}

told() {
  step "what the system knows of it"
  check "the unit is as systemd wants it" as ada systemd-analyze verify --user /usr/lib/systemd/user/ironclaw-controlplane.service
  check "the unit is off" '[ "$(as ada systemctl --user is-active ironclaw-controlplane)" = inactive ]'
  check "the menu entry is as its specification says" as root desktop-file-validate /usr/share/applications/ironclaw.desktop
  check "its icon is there" '[ -s "$root/usr/share/icons/hicolor/scalable/apps/ironclaw.svg" ]'
  for page in ironctl ironclaw ironclaw-controlplane; do
    check "man $page" "as root MANROFFSEQ= man --warnings=w -P cat $page >'$log' && grep -q '^NAME' '$log' && ! grep -i warning '$log'"
  done
  check "bash completes ironctl" "as ada bash -c '\". /usr/share/bash-completion/completions/ironctl && complete -p ironctl\"'"
  check "ironctl doctor says what to do first" "(as ada ironctl doctor || true) | grep 'start it with ironclaw-controlplane'"
}

# The service, an agent, and an answer from a box that this user started.
served() {
  step "the service of a user"
  local accept=''
  as ada systemctl --user enable --now ironclaw-controlplane >"$log"
  if ! holds_limits; then
    accept='--accept-unenforced-limits'
    check "does not start where limits would not hold, and says so" \
      'eventually as ada systemctl --user is-failed --quiet ironclaw-controlplane && journal | grep "limits would not be enforced"'
    as ada "mkdir -p ~/.config/systemd/user/ironclaw-controlplane.service.d"
    as ada "printf '[Service]\nExecStart=\nExecStart=/usr/bin/ironclaw-controlplane $accept\n' >~/.config/systemd/user/ironclaw-controlplane.service.d/override.conf"
    as ada systemctl --user daemon-reload
    as ada systemctl --user restart ironclaw-controlplane
  fi
  accepted=$accept
  check "it gets ready" ready
  check "what runs is rootless gVisor" "as ada ironctl status | grep 'runtime .*runsc.*rootless'"
  check "limits are said to hold where they do, and only there" \
    'if [ -n "$accepted" ]; then as ada ironctl status | grep "limits not enforced"; else ! as ada ironctl status | grep "limits not enforced"; fi'
  check "an agent is made" "as ada ironctl agent create --name Helper --template assistant --provider mock --yes | grep applied"
  check "it answers from its box" "as ada ironctl chat helper --message hello | grep 'received'"
  check "that box is one" "as ada ironctl session list | grep running && as root pgrep -u ada -f ^runsc-sandbox"
  check "the audit log is whole" as ada ironctl audit verify
  check "doctor finds nothing that fails" "! as ada ironctl doctor | grep FAIL"
  as ada systemctl --user stop ironclaw-controlplane
  check "it stops without a fault" '[ "$(as ada systemctl --user is-failed ironclaw-controlplane)" = inactive ]'
  check "and leaves no process" nothing_runs
}

# The app with a control plane of its own, on a screen without a panel.
windowed() {
  step "the app"
  cat >"$root/home/ada/app.sh" <<APP
export DISPLAY=:9
Xvfb :9 -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 &
screen=\$!
until xdotool getdisplaygeometry >/dev/null 2>&1; do read -rt 0.1 _ <> <(:); done
openbox >/dev/null 2>&1 &
manager=\$!
ironclaw $accepted >app.out 2>&1 &
app=\$!
for ((i = 0; i < 300; i++)); do
  xdotool search --onlyvisible --name '^IronClaw$' >/dev/null 2>&1 && ironctl status >status.out 2>&1 && break
  read -rt 0.2 _ <> <(:)
done
xdotool search --onlyvisible --name '^IronClaw$' >window.out
timeout 60 ironclaw $accepted >second.out 2>&1 && echo "given over" >>second.out
pgrep -c -f dev.ironclaw.desktop.Launcher >count.out
kill \$app && wait \$app
kill \$manager \$screen
APP
  as ada bash app.sh >"$log" || true
  check "a window comes up" '[ -s "$root/home/ada/window.out" ]'
  check "its control plane is ready, and holds the agent" "grep 'control plane .*ready' '$root/home/ada/status.out' && grep '^agents  *1' '$root/home/ada/status.out'"
  check "a second start hands over to the first" "grep -x 'given over' '$root/home/ada/second.out' && grep -x 1 '$root/home/ada/count.out'"
  # A signal ends the toolkit's painter before its window, which the toolkit may tell of in a trace of its own.
  check "it prints no fault of its own" "! grep 'ERROR\|WARN \|dev\.ironclaw\.' '$root/home/ada/app.out'"
  check "it leaves no process" nothing_runs
}

upgraded() {
  step "upgrade"
  local next=$work/next version
  version=$(dpkg-deb --field "$deb" Version)
  dpkg-deb --raw-extract "$deb" "$next"
  sed -i "s/^Version: .*/Version: $version+1/" "$next/DEBIAN/control"
  dpkg-deb --root-owner-group -Znone --build "$next" "$root/root/next.deb" >/dev/null
  rm -rf "$next"
  as ada systemctl --user start ironclaw-controlplane
  ready || true
  check "while it runs" "as root apt-get install -y --no-install-recommends /root/next.deb >'$log' && ! grep '^ironclaw:' '$log'"
  check "the new one is there" "as root dpkg-query -W ironclaw | grep '+1'"
  check "what ran goes on" "as ada ironctl status | grep ready"
  as ada systemctl --user restart ironclaw-controlplane
  check "the new one has what the old one kept" "ready && as ada ironctl agent list | grep Helper && as ada ironctl audit verify"
  check "and its agent answers" "as ada ironctl chat helper --message again | grep received"
}

removed() {
  step "remove and purge"
  as ada systemctl --user disable --now ironclaw-controlplane >"$log"
  as root apt-get remove -y ironclaw >"$log"
  check "no file stays" 'none_of_its_files && ! grep "^dpkg: warning" "$log"'
  check "a user's data stays" '[ -s "$root/home/ada/.local/share/ironclaw/state.db" ]'
  as root apt-get purge -y ironclaw >"$log"
  check "purge says where that is" "grep '~/.local/share/ironclaw' '$log'"
  check "and leaves it" '[ -s "$root/home/ada/.local/share/ironclaw/state.db" ]'
  check "dpkg knows nothing of it" "! as root dpkg-query -W ironclaw"
  check "nothing runs" nothing_runs
}

# --- words --------------------------------------------------------------------------------------------------------------

step() { echo "== $*"; }
pause() { read -rt "$1" _ <> <(:) || true; }

# check SENTENCE COMMAND…
check() {
  local sentence=$1 said
  shift
  if said=$(eval "$*" 2>&1); then
    echo "ok    $sentence"
  else
    failed=$((failed + 1))
    echo "FAIL  $sentence"
    printf '%s\n' "$said" | tail -n 15 | sed 's/^/        /'
  fi
}

# eventually COMMAND…: within a minute
eventually() {
  for ((i = 0; i < 300; i++)); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    pause 0.2
  done
  return 1
}

is_ready() { as ada ironctl status | grep 'control plane .*ready'; }
ready() { eventually is_ready; }
journal() { as root 'journalctl --no-pager -q _UID=$(id -u ada)'; }

# Whether this machine hands a user's systemd what it takes to hold a box.
holds_limits() {
  local has
  has=$(as ada 'cat /sys/fs/cgroup/user.slice/user-$(id -u).slice/user@$(id -u).service/cgroup.controllers')
  for one in memory pids cpu; do case " $has " in *" $one "*) ;; *) return 1 ;; esac done
}

nothing_runs() {
  for ((i = 0; i < 50; i++)); do
    if ! as root "pgrep -u ada -a '^(java|runsc.*|exe)$'" >"$log"; then return 0; fi
    pause 0.1
  done
  cat "$log"
  return 1
}

none_of_its_files() {
  local found
  found=$(find "$root" -xdev \( -path "$root/home" -o -path "$root/root" -o -path "$root/var/log" -o -path "$root/var/lib/dpkg" -o -path "$root/var/lib/systemd" \) -prune \
    -o \( -iname '*ironclaw*' -o -iname '*ironctl*' \) -print)
  printf '%s' "$found"
  [ -z "$found" ]
}

main
