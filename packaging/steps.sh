# Steps that ./up, ./check, .ci/run and ./campaign share; they source this file from the root.
# shellcheck shell=bash
# Each step does nothing, quickly, when its work is done already.

say() { printf '%s\n' "$*"; }
die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# The end of a log, and out.
die_with() {
  tail -n 30 "$1" >&2
  die "$2 (whole log: $1)."
}

# For "trap closing_line EXIT": a step that fails before the first test is a failure too.
closing_line() {
  local code=$?
  [ $code = 0 ] || say "0 passed, 1 failed"
}

# The packages of the named sections of packaging/debian-packages.txt, one a line.
packages_of() {
  awk -v wanted=" $* " '
    /^# \[/ { section = $2; gsub(/[\[\]:]/, "", section); next }
    /^#/ || NF == 0 { next }
    index(wanted, " " section " ") { print $1 }' packaging/debian-packages.txt
}

# Those of the packages given on standard input that are not installed.
missing_of() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null |
    awk '$1 == "installed" { print $2 }')
  # node and npm may come from elsewhere than Debian, with npm inside the nodejs package.
  if command -v node >/dev/null && command -v npm >/dev/null; then
    installed+=$'\n'nodejs$'\n'npm
  fi
  grep -vxF -f <(printf '%s\n' "$installed") || true
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "Installing packages needs root: run '$*' as root, then run this again."
  fi
}

# Installs what is missing of the named sections. Asks the network for nothing when all is there.
install_packages() {
  [ -f /etc/debian_version ] || die "This needs Debian 12: see packaging/debian-packages.txt."
  local missing
  missing=$(packages_of "$@" | missing_of)
  [ -n "$missing" ] || return 0
  say "Installing: $(printf '%s' "$missing" | tr '\n' ' ')"
  mkdir -p build
  as_root apt-get update -q >build/packages.log 2>&1 ||
    die_with build/packages.log "The list of packages could not be read"
  # shellcheck disable=SC2086  # one word a package is what is meant
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    -o Dpkg::Use-Pty=0 $missing </dev/null >>build/packages.log 2>&1 ||
    die_with build/packages.log "Packages could not be installed"
}

# One hash over the names and contents of the web sources (not what is made from them).
web_hash() {
  find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64
}

# npm ci when the lock file changed since the last one; a stamp tells. npm 11 does not take a lock
# without addresses for ci; it installs the same versions from it with install.
web_install() {
  local stamp=web/node_modules/.sallyport-installed now
  now=$(cat web/package.json web/package-lock.json web/.npmrc 2>/dev/null | sha256sum | cut -c1-64)
  [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && return 0
  say "Installing the web packages"
  mkdir -p build web/node_modules
  (cd web && {
    npm ci --prefer-offline --no-audit --no-fund --loglevel=error ||
      npm install --no-package-lock --prefer-offline --no-audit --no-fund --loglevel=error
  }) </dev/null >build/web-install.log 2>&1 || die_with build/web-install.log "npm ci failed"
  mkdir -p web/node_modules
  printf '%s\n' "$now" >"$stamp"
}

# npm run build when a web source changed since the last build; a stamp tells.
web_build() {
  [ -f web/package.json ] || return 0
  web_install
  local stamp=web/node_modules/.sallyport-built now
  now=$(web_hash)
  [ -d web/dist ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && return 0
  say "Building the web pages"
  (cd web && npm run --silent build) </dev/null >build/web-build.log 2>&1 ||
    die_with build/web-build.log "npm run build failed"
  printf '%s\n' "$now" >"$stamp"
}
