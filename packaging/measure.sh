#!/usr/bin/env bash
# Measures an unpacked package: start of ironctl, start of the app to its icon and to a window that can be used, and what
# the app takes while nobody looks. Needs a desktop session with a panel (DISPLAY, DBUS_SESSION_BUS_ADDRESS) for the app.
#
#   measure.sh ROOT [RUNS]        ROOT is /, or where `dpkg-deb --extract` put it
set -euo pipefail
export LC_ALL=C

root=${1:?usage: measure.sh ROOT [RUNS]}
runs=${2:-15}
bin=${root%/}/opt/ironclaw/bin
work=$(mktemp -d "${TMPDIR:-/tmp}/ironclaw-measure.XXXXXX")
started=
trap 'if [ -n "$started" ]; then kill "$started" || true; wait; fi; rm -rf "$work"' EXIT

main() {
  echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
  echo "ironctl version, ms: $(repeat times version)"
  [ -n "${DISPLAY:-}" ] || return 0
  app 0 >/dev/null
  echo "app, ms after the start of Java: icon in the panel, window that can be used, of $((runs / 3)) warm starts"
  for ((run = 0; run < runs / 3; run++)); do app 0; done
  app 60
}

# median, least, most
repeat() { for ((i = 0; i < runs; i++)); do "$@"; done | sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)], "(" v[1] " to " v[NR] ")"}'; }

times() {
  local from
  from=$(date +%s%N)
  "$bin/ironctl" "$@" --state-dir "$work/state" >/dev/null 2>&1 || true
  echo $((($(date +%s%N) - from) / 1000000))
}

pause() { read -rt "$1" _ <> <(:) || true; }

# app SECONDS: starts it, waits for window and icon, watches it closed for so long, ends it. Java itself notes when it loads
# the classes of the window's frame and of the icon that is in the panel.
app() {
  local log=$work/classes.log
  sed "s|-Xlog:disable |-Xlog:disable -Xlog:class+load:file=$log:uptime |" "$bin/ironclaw" >"$bin/measured"
  sed -i 's:/bin/ironclaw\([} |)]\):/bin/measured\1:g' "$bin/measured"
  chmod 755 "$bin/measured"
  rm -f "$log"
  "$bin/measured" --accept-unenforced-limits --state-dir "$work/state" >"$work/app.log" 2>&1 &
  started=$!
  for ((i = 0; i < 300; i++)); do
    if grep -qs 'desktop.tray.TrayPresence ' "$log"; then break; fi
    pause 0.1
  done
  echo "$(mark desktop.tray.TrayPresence "$log") $(mark desktop.shell.MainWindow "$log")"
  if [ "$1" -gt 0 ]; then idle "$1"; fi
  kill "$started"
  wait "$started" || true
  started=
  rm -f "$bin/measured"
}

mark() { sed -n "s/^\[\([0-9.]*\)s\] dev\.ironclaw\.$1 .*/\1/p" "$2" | awk '{printf "%d", $1 * 1000}'; }

idle() {
  local from
  pause 20
  echo "ironctl status, ms: $(repeat times status)"
  if command -v xdotool >/dev/null; then xdotool search --onlyvisible --name '^IronClaw$' windowfocus key alt+F4 2>/dev/null || true; fi
  pause 30
  from=$(ticks)
  pause "$1"
  echo "idle: $(($(ticks) - from)) ticks of 10 ms in $1 s, all threads of the app and its children"
  grep -h -E '^(VmRSS|RssAnon|RssFile|Threads)' "/proc/$started/status"
}

ticks() {
  local pid sum=0
  for pid in "$started" $(pgrep -P "$started" || true); do
    sum=$((sum + $(sed 's/.*) //' "/proc/$pid/stat" | awk '{print $12 + $13}')))
  done
  echo "$sum"
}

main
