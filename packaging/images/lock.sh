#!/usr/bin/env bash
# Pins the images of jobs anew: which Debian packages and which Claude Code they are made of, for amd64 and arm64.
#
#   lock.sh [CLAUDE_CODE_VERSION]
#
# Needs apt (any Debian or kin), npm, curl and the network, no root. Writes worker.lock and claude-code.lock among the control
# plane's resources; look at the difference before you commit it. Nothing is taken on trust when an image is built: each
# file's digest is in the lock, apt checks the archive's signature here, npm gives the digest that it checks itself.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
resources=$here/../../controlplane/src/main/resources/images
suite=bookworm
keyring=${DEBIAN_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org}

wanted="dash bash coreutils findutils grep sed mawk tar gzip diffutils patch git curl jq ca-certificates less procps tini
  debianutils busybox"
# What only the installing of packages needs (nothing is installed here, only unpacked), and perl, which git needs for
# mail and Subversion only.
unwanted="base-files dpkg perl perl-base perl-modules-5.36 libperl5.36 libdb5.3 libgdbm6 libgdbm-compat4
  libnumber-compare-perl libtext-glob-perl libfile-find-rule-perl liberror-perl usrmerge init-system-helpers debconf
  openssl git-man libsasl2-modules-db gcc-12-base libcrypt1"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

main() {
  local now
  now=$(date -u +%Y%m%dT%H%M%SZ)
  mkdir -p "$resources"
  {
    echo "# Made by packaging/images/lock.sh. What the image of the mode \"worker\" is made of; see docs/images.md."
    echo "format 1"
    echo "# Where the packages stay when the archive has moved on: https://snapshot.debian.org/archive/ARCHIVE/SNAPSHOT/"
    echo "snapshot $now"
    echo "# deb ARCHITECTURE NAME VERSION ARCHIVE PATH BYTES SHA256"
    packages amd64
    packages arm64
  } > "$work/worker.lock"
  {
    echo "# Made by packaging/images/lock.sh. What the image of the mode \"claude_code\" has besides; see docs/images.md."
    echo "format 1"
    echo "upon worker"
    echo "# npm ARCHITECTURE NAME VERSION URL BYTES SHA512"
    command_line "${1:-}"
  } > "$work/claude-code.lock"
  mv "$work/worker.lock" "$work/claude-code.lock" "$resources/"
  wc -l "$resources"/*.lock
}

packages() {
  local architecture=$1
  prepare "$architecture"
  apt_of "$architecture" get -q update >&2
  # shellcheck disable=SC2086 # lists of names, split on purpose
  apt_of "$architecture" get -q -s install $wanted | sed -n 's/^Inst \([^ ]*\) .*/\1/p' | sort > "$work/closure"
  [ -s "$work/closure" ] || { echo "lock: apt finds no closure for $architecture" >&2; return 1; }
  # shellcheck disable=SC2086
  printf '%s\n' $unwanted | sort > "$work/unwanted"
  comm -23 "$work/closure" "$work/unwanted" > "$work/names"
  # shellcheck disable=SC2046
  apt_of "$architecture" cache --no-all-versions show $(cat "$work/names") | lines "$architecture"
}

# The two archives keep their packages below different folders.
lines() {
  awk -v architecture="$1" '
    /^Package: /  { name = $2 }
    /^Version: /  { version = $2 }
    /^Filename: / { path = $2; archive = (path ~ /^pool\/updates\//) ? "debian-security" : "debian" }
    /^Size: /     { size = $2 }
    /^SHA256: /   { sha256 = $2 }
    /^$/          { print "deb", architecture, name, version, archive, path, size, sha256 }'
}

# An apt of its own: no package installed, one architecture, Debian's own key.
prepare() {
  local place=$work/$1
  mkdir -p "$place"/etc/preferences.d "$place"/etc/apt.conf.d "$place"/lists/partial "$place"/cache/archives/partial
  : > "$place/status"
  {
    echo "deb [signed-by=$keyring] $mirror/debian $suite main"
    echo "deb [signed-by=$keyring] $mirror/debian $suite-updates main"
    echo "deb [signed-by=$keyring] $mirror/debian-security $suite-security main"
  } > "$place/etc/sources.list"
}

apt_of() {
  local architecture=$1 place=$work/$1 verb=$2
  shift 2
  "apt-$verb" -o Dir::Etc="$place/etc" -o Dir::Etc::sourcelist="$place/etc/sources.list" \
    -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$place/lists" -o Dir::Cache="$place/cache" \
    -o Dir::State::status="$place/status" -o APT::Architecture="$architecture" \
    -o APT::Architectures::="$architecture" -o APT::Install-Recommends=false "$@"
}

command_line() {
  local version=$1 architecture package integrity url bytes
  [ -n "$version" ] || version=$(npm view @anthropic-ai/claude-code version 2>/dev/null)
  for architecture in amd64 arm64; do
    package=@anthropic-ai/claude-code-linux-${architecture/amd/x}
    integrity=$(npm view "$package@$version" dist.integrity 2>/dev/null)
    case $integrity in sha512-*) ;; *) echo "lock: npm gives no sha512 for $package@$version" >&2 && return 1 ;; esac
    url=$(npm view "$package@$version" dist.tarball 2>/dev/null)
    bytes=$(curl -sSfI "$url" | tr -d '\r' | sed -n 's/^[Cc]ontent-[Ll]ength: //p')
    printf 'npm %s %s %s %s %s %s\n' "$architecture" "$package" "$version" "$url" "${bytes:?npm says no size}" \
      "$(printf %s "${integrity#sha512-}" | base64 -d | od -An -v -tx1 | tr -d ' \n')"
  done
}

main "$@"
