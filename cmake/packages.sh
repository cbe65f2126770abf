#!/usr/bin/env bash
# Installs the Debian packages that building and testing need and that are missing. Asks for root only when something is.
set -euo pipefail

packages=(
  g++ cmake ninja-build pkg-config python3 git
  libicu-dev libssl-dev libsimdjson-dev libsqlite3-dev zlib1g-dev libzstd-dev libuchardet-dev libcli11-dev libboost-dev libgtest-dev
  clang-format-14
)
[ "${1:-}" = "--ci" ] && packages+=(clang-14 libclang-rt-14-dev chromium chromium-driver python3-selenium)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "These packages are missing, and there is no sudo to install them: ${missing[*]}" >&2; exit 1; }
  root=(sudo)
fi
echo "Installing: ${missing[*]}"
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
