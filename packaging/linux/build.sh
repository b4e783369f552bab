#!/usr/bin/env bash
# Makes the Debian package of a checkout that is built:
#
#   build.sh OUT_DIR [COMPRESSION]
#
# OUT_DIR gets ironclaw_VERSION_ARCH.deb, its bill of materials (CycloneDX) and SHA256SUMS. COMPRESSION is xz, or gzip or
# none for who only wants to try it. JAVA_HOME is a JDK 25. The same commit gives the same bytes.
set -euo pipefail
export LC_ALL=C TZ=UTC
umask 022

out=${1:?usage: build.sh OUT_DIR [COMPRESSION]}
compression=${2:-xz}
jdk=${JAVA_HOME:?set JAVA_HOME to a JDK 25}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
packaging=$(dirname "$here")
root=$(dirname "$packaging")
prefix=/opt/ironclaw
# shellcheck source=packaging/launchers.sh
. "$packaging/launchers.sh"

main() {
  version=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' "$root/pom.xml")
  arch=$(dpkg --print-architecture)
  SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || date -d "$(created)" +%s)}
  export SOURCE_DATE_EPOCH
  mkdir -p "$out"
  out=$(cd "$out" && pwd -P)
  name=ironclaw_${version}_$arch
  tree=$out/tree
  home=$tree$prefix
  rm -rf "$tree" "$out/jpackage" "$out/$name".*
  step "the runtime, the jars and the box's image"
  "$packaging/image.sh" "$out/image" >"$out/image.log" 2>&1 || { tail -n 20 "$out/image.log" >&2 && return 1; }
  lay_app
  bill_of_materials
  lay_system
  speak
  step "the package ($compression)"
  control
  date_all
  dpkg-deb --root-owner-group -Z"$compression" --build "$tree" "$out/$name.deb" >/dev/null
  cp "$home/../../usr/share/doc/ironclaw/sbom.cdx.json" "$out/$name.cdx.json"
  (cd "$out" && sha256sum "$name.deb" "$name.cdx.json" >SHA256SUMS)
  report
  rm -rf "$out/jpackage" "$out/image" "$tree"
}

step() { echo "package: $*" >&2; }
created() { sed -n 's:.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>.*:\1:p' "$root/pom.xml"; }

# jpackage lays the app out. Its own launchers are left: on Linux they run rpm and dpkg at every start, and can crash
# before Java does (JDK-8380085).
lay_app() {
  local launcher archive
  "$jdk/bin/jpackage" --type app-image --name ironclaw --app-version "$version" --dest "$out/jpackage" \
    --runtime-image "$out/image/runtime" --input "$out/image/app" --main-class "$(main_class ironclaw)" \
    --main-jar "$(head -n 1 "$out/image/app/ironclaw.classpath")" >"$out/jpackage.log" 2>&1 ||
    { cat "$out/jpackage.log" >&2 && return 1; }
  mkdir -p "$home/bin" "$home/lib"
  mv "$out/jpackage/ironclaw/lib/runtime" "$out/jpackage/ironclaw/lib/app" "$home/lib/"
  rm -f "$home/lib/app"/.jpackage.xml "$home/lib/app"/*.cfg "$home/lib/app"/*.classpath
  mv "$out/image/native" "$out/image/box" "$home/lib/"
  install -D -m 644 "$here/ironclaw-runsc" "$home/lib/apparmor/ironclaw-runsc"
  for launcher in $launchers; do script_of "$launcher" start >"$home/bin/$launcher"; done
  # What the installation makes of them is no part of the package: it holds times and places of that machine.
  for archive in $archives; do
    cp "$packaging/classes/$archive.lst" "$home/lib/app/"
    script_of "$archive" archive >"$home/lib/archive-$archive"
  done
  chmod 755 "$home"/bin/* "$home"/lib/archive-*
}

# The launcher's program, its flags and its class path in one of the scripts beside this one.
script_of() {
  local flags archive
  archive=$(archive_of "$1")
  flags=$(jvm_flags "$1" | tr '\n' ' ')
  # shellcheck disable=SC2016 # a variable of the script that is written
  sed -e "s:@NAME@:$1:g" -e "s:@PREFIX@:$prefix:g" -e "s:@ARCHIVE@:$archive:" -e "s|@FLAGS@|${flags% }|" \
    -e "s:@MAIN@:$(main_class "$1"):" -e "s|@CLASSPATH@|$(sed 's:^:$lib/:' "$out/image/app/$archive.classpath" |
      tr '\n' ':' | sed 's/:$//')|" "$here/$2"
}

bill_of_materials() {
  local bom=$root/target/bom.json doc=$tree/usr/share/doc/ironclaw jackson
  mkdir -p "$doc"
  if [ ! -f "$bom" ] || [ -n "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/app/*/pom.xml -newer "$bom")" ]; then
    step "the bill of materials"
    (cd "$root" && mvn -B org.cyclonedx:cyclonedx-maven-plugin:2.9.3:makeAggregateBom -DoutputFormat=json \
      -DoutputName=bom -DincludeTestScope=false -Dcyclonedx.skipAttach=true </dev/null) >"$out/bom.log" 2>&1 ||
      { grep ERROR "$out/bom.log" >&2 && return 1; }
  fi
  # Maven does not know the JDK.
  sed "/^  \"components\" : \\[\$/r $packaging/jdk.cdx.json" "$bom" |
    sed "s:@JDK@:$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$jdk/release"):" >"$doc/sbom.cdx.json"
  jackson=$(find "$home/lib/app" -name 'jackson-*.jar' | tr '\n' ':')
  "$jdk/bin/java" -cp "$jackson" "$packaging/Licences.java" "$doc/sbom.cdx.json" >"$doc/licences.txt"
  cp "$here/copyright" "$root/LICENSE" "$doc/"
}

# What lies outside the app's own folder.
lay_system() {
  local share=$tree/usr/share launcher size icons=$out/icons
  mkdir -p "$tree/usr/bin" "$share/applications" "$share/metainfo" "$tree/usr/lib/systemd/user"
  for launcher in $launchers; do ln -s "$prefix/bin/$launcher" "$tree/usr/bin/$launcher"; done
  cp "$here/ironclaw.desktop" "$share/applications/"
  cp "$here/ironclaw-controlplane.service" "$tree/usr/lib/systemd/user/"
  sed -e "s/@VERSION@/$version/" -e "s/@DATE@/$(date -d "@$SOURCE_DATE_EPOCH" +%F)/" \
    "$here/dev.ironclaw.IronClaw.metainfo.xml" >"$share/metainfo/dev.ironclaw.IronClaw.metainfo.xml"
  "$jdk/bin/java" -Djava.awt.headless=true "$packaging/Icon.java" "$icons"
  for size in 48 128 256; do
    install -D -m 644 "$icons/ironclaw-$size.png" "$share/icons/hicolor/${size}x$size/apps/ironclaw.png"
  done
  install -D -m 644 "$icons/ironclaw.svg" "$share/icons/hicolor/scalable/apps/ironclaw.svg"
  rm -rf "$icons"
}

date_all() {
  chmod -R u=rwX,go=rX "$tree"
  find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# The manual pages and the completions are made by the programs themselves.
speak() {
  local share=$tree/usr/share ctl=$home/bin/ironctl launcher
  mkdir -p "$share/man/man1" "$share/bash-completion/completions" "$share/zsh/vendor-completions" \
    "$share/fish/vendor_completions.d"
  "$ctl" man | gzip -9n >"$share/man/man1/ironctl.1.gz"
  for launcher in ironclaw ironclaw-controlplane; do
    manual "$launcher" | gzip -9n >"$share/man/man1/$launcher.1.gz"
  done
  "$ctl" completion bash >"$share/bash-completion/completions/ironctl"
  # zsh loads it at the first Tab, which is answered too.
  { echo '#compdef ironctl' && "$ctl" completion zsh && echo '_bash_complete -o default -F _complete_ironctl'; } \
    >"$share/zsh/vendor-completions/_ironctl"
  "$ctl" completion fish >"$share/fish/vendor_completions.d/ironctl.fish"
}

# What it says of itself, as a page.
manual() {
  local words
  words=$("$home/bin/$1" --help)
  printf '.TH %s 1 "" IronClaw IronClaw\n.SH NAME\n%s \\- %s\n.SH DESCRIPTION\n.nf\n' "$(echo "$1" | tr '[:lower:]' '[:upper:]')" \
    "${1//-/\\-}" "$(title "$1")"
  printf '%s\n' "$words" | sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^[.']/\\\\\&&/"
  printf '.fi\n.SH SEE ALSO\n.BR ironctl (1)\n'
}

title() {
  case $1 in
    ironclaw) echo 'the IronClaw app: its window, its icon and a control plane' ;;
    ironclaw-controlplane) echo 'the IronClaw control plane without a window' ;;
  esac
}

control() {
  local size
  size=$(du -sk --apparent-size "$tree" | cut -f1)
  mkdir "$tree/DEBIAN"
  (cd "$tree" && find opt usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
  sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$arch/" -e "s/@SIZE@/$size/" "$here/control" >"$tree/DEBIAN/control"
  install -m 755 "$here/postinst" "$here/prerm" "$here/postrm" "$tree/DEBIAN/"
}

report() {
  local box whole
  whole=$(stat -c %s "$out/$name.deb")
  printf 'package: %s\n' "$out/$name.deb" >&2
  [ "$compression" = xz ] || return 0
  box=$(tar -C "$home/lib" -c box | xz -T0 | wc -c)
  printf 'package: %d.%d MB to download, of which the box'"'"'s image about %d.%d; %d MB installed (image %d) and the archives of classes\n' \
    $((whole / 1000000)) $((whole / 100000 % 10)) $((box / 1000000)) $((box / 100000 % 10)) \
    "$(megabytes "$tree")" "$(megabytes "$home/lib/box")" >&2
}

megabytes() { du -sc --apparent-size -B 1000000 "$@" | tail -n 1 | cut -f1; }

main
