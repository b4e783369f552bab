#!/usr/bin/env bash
# Measures an unpacked package: start of ironctl, start of the app to its icon and to a window that can be used, and what
# the app takes while nobody looks. Needs a desktop session with a panel (DISPLAY, DBUS_SESSION_BUS_ADDRESS), xdotool and
# dbus-send for the app. Ends with 1 where something is not as it must be for its figure to mean what it says.
#
#   measure.sh ROOT [RUNS]        ROOT is /, or where `dpkg-deb --extract` put it, with DPKG_ROOT=ROOT postinst configure run
set -euo pipefail
export LC_ALL=C

root=${1:?usage: measure.sh ROOT [RUNS]}
runs=${2:-15}
bin=${root%/}/opt/ironclaw/bin
work=$(mktemp -d "${TMPDIR:-/tmp}/ironclaw-measure.XXXXXX")
started=
trap 'if [ -n "$started" ]; then kill "$started" || true; wait; fi; rm -rf "$work" "$bin/measured"' EXIT

main() {
  local archive
  for archive in ironclaw ironctl; do
    [ -s "${root%/}/opt/ironclaw/lib/app/$archive.jsa" ] || fail "there is no archive of $archive's classes: run postinst"
  done
  echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
  answers version >/dev/null
  echo "ironctl version, nothing runs, ms: $(repeat times version)"
  [ -n "${DISPLAY:-}" ] || fail "no DISPLAY: of the app nothing was measured"
  app 0 >/dev/null
  echo "app, ms after the start of Java: icon in the panel, window that can be used, of $((runs / 3)) warm starts"
  for ((run = 0; run < runs / 3; run++)); do app 0; done
  app 60
}

fail() { echo "measure: $*" >&2 && exit 1; }

# median, least, most
repeat() { for ((i = 0; i < runs; i++)); do "$@"; done | sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)], "(" v[1] " to " v[NR] ")"}'; }

times() {
  local from
  from=$(date +%s%N)
  "$bin/ironctl" "$@" --state-dir "$work/state" >/dev/null 2>&1 || fail "ironctl $* failed"
  echo $((($(date +%s%N) - from) / 1000000))
}

answers() { "$bin/ironctl" "$@" --state-dir "$work/state" 2>&1 || fail "ironctl $* failed"; }

pause() { read -rt "$1" _ <> <(:) || true; }

# app SECONDS: starts it, waits for window and icon, watches it closed for so long, ends it. Java itself notes when it comes
# to the window's frame and to the icon that is in the panel.
app() {
  local log=$work/classes.log
  sed "s|-Xlog:disable |-Xlog:disable -Xlog:class+init=info:file=$log:uptime |" "$bin/ironclaw" >"$bin/measured"
  sed -i 's:/bin/ironclaw\([} |)]\):/bin/measured\1:g' "$bin/measured"
  chmod 755 "$bin/measured"
  rm -f "$log"
  "$bin/measured" --accept-unenforced-limits --state-dir "$work/state" >"$work/app.log" 2>&1 &
  started=$!
  for ((i = 0; i < 600; i++)); do
    if [ -n "$(mark desktop/tray/TrayPresence "$log")" ]; then break; fi
    pause 0.1
  done
  [ -n "$(mark desktop/tray/TrayPresence "$log")" ] || fail "the app did not come up: $(tail -n 3 "$work/app.log")"
  icon || fail "no icon of the app is in the panel"
  window >/dev/null || fail "the app shows no window"
  echo "$(mark desktop/tray/TrayPresence "$log") $(mark desktop/shell/MainWindow "$log")"
  if [ "$1" -gt 0 ]; then idle "$1"; fi
  kill "$started"
  wait "$started" || true
  started=
  rm -f "$bin/measured"
}

mark() {
  [ -f "$2" ] || return 0
  awk -v name="'dev/ironclaw/$1'" 'index($0, "Initializing " name) { print int(substr($1, 2) * 1000); exit }' "$2"
}

icon() {
  for ((i = 0; i < 50; i++)); do
    if dbus-send --session --print-reply --dest=org.kde.StatusNotifierWatcher /StatusNotifierWatcher \
      org.freedesktop.DBus.Properties.Get string:org.kde.StatusNotifierWatcher \
      string:RegisteredStatusNotifierItems 2>/dev/null | grep "StatusNotifierItem" >/dev/null; then return 0; fi
    pause 0.1
  done
  return 1
}

window() { xdotool search --onlyvisible --name '^IronClaw$' 2>/dev/null; }

idle() {
  local from shown
  pause 20
  answers status | grep '^control plane .*ready' >/dev/null || fail "the control plane is not ready"
  echo "ironctl status, ms: $(repeat times status)"
  echo "window open: $(memory)"
  shown=$(window) || fail "the app shows no window"
  xdotool windowfocus --sync "$shown" key alt+F4
  pause 3
  if window >/dev/null; then fail "the window did not close"; fi
  pause 37
  kill -0 "$started" || fail "the app ended with its window: it is not measured"
  from=$(ticks)
  pause "$1"
  echo "window closed: $(($(ticks) - from)) ticks of 10 ms in $1 s, of these threads:"
  threads "$1"
  echo "window closed: $(memory)"
}

# Of the app and what it started, without boxes: there are none in a new state folder.
memory() { ps -o pid= --pid "$started" --ppid "$started" | while read -r pid; do cat "/proc/$pid/status" 2>/dev/null || true; done |
  awk '/^(VmRSS|RssAnon|RssFile|Threads):/ { sum[$1] += $2 } END { for (name in sum) printf "%s %d ", name, sum[name] }'; }

# Where the time of so many seconds goes, by name.
threads() {
  spent >"$work/before"
  pause "$1"
  spent | join "$work/before" - | awk '$5 > $3 { sum[$2] += $5 - $3 } END { for (name in sum) print "  " sum[name], name }' |
    sort -rn
}

spent() {
  local task
  for task in /proc/"$started"/task/*; do
    echo "${task##*/} $(tr ' ' '_' <"$task/comm") $(sed 's/.*) //' "$task/stat" | awk '{print $12 + $13}')"
  done | sort -k1,1
}

ticks() {
  local pid sum=0
  for pid in "$started" $(pgrep -P "$started" || true); do
    sum=$((sum + $(sed 's/.*) //' "/proc/$pid/stat" | awk '{print $12 + $13}')))
  done
  echo "$sum"
}

main
