#!/bin/sh
# Installs the Debian packages given that are missing: as root or through sudo; otherwise prints the one line to run.
# On a system without dpkg it says nothing, and CMake reports what it cannot find.
set -eu
command -v dpkg-query > /dev/null || exit 0
missing=
for package in "$@"; do
  dpkg-query -W -f='${db:Status-Status}\n' "$package" 2> /dev/null | grep -qx installed || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then
  sudo=
elif command -v sudo > /dev/null && sudo -n true 2> /dev/null; then
  sudo=sudo
else
  echo "missing packages; please run:  sudo apt-get install$missing" >&2
  exit 1
fi
echo "installing:$missing"
case $missing in *:arm64*) $sudo dpkg --add-architecture arm64 ;; esac
$sudo apt-get update -qq
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing > /dev/null
