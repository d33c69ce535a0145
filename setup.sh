#!/usr/bin/env bash
# Installs what the program needs and is missing: system libraries through the distribution's
# package manager, Python packages into .venv.   usage: ./setup.sh [base|test|gpu]
set -euo pipefail
cd "$(dirname "$0")"
want=${1:-base}
say() { printf '\033[1m== %s\033[0m\n' "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 2; }

# Not as `ldconfig -p | grep -q`: grep would leave early, and with pipefail that counts as a failure.
libraries=$(ldconfig -p 2>/dev/null || true)
have_lib() {
    case $libraries in *"$1"*) return 0 ;; esac
    [ -n "$(find /usr/lib /usr/lib64 /usr/local/lib -path "*$1*" -print -quit 2>/dev/null)" ]
}
have_hangul() { # prompts and sheets may be Korean
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" \( -iname '*nanum*' -o -iname '*CJK*' -o -iname '*NotoSansKR*' \) -print -quit 2>/dev/null)" ]
}
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else die "needs root to run: $*  (install sudo, or run this line as root, then again)"; fi
}

# Each line: a test for presence : Debian/Ubuntu : Fedora : Arch
base_needs="
have_lib libEGL.so.1:libegl1:mesa-libEGL:mesa
have_lib libGL.so.1:libgl1:mesa-libGL:mesa
have_lib libportaudio.so.2:libportaudio2:portaudio:portaudio
have_hangul:fonts-nanum:google-noto-sans-cjk-fonts:noto-fonts-cjk
"
rtmidi_is_built() { # python-rtmidi comes built up to CPython 3.12; above, pip compiles it
    "$python" -c 'import sys; sys.exit(sys.version_info >= (3, 13))'
}
have_browser() { # the panel is tried in it
    command -v chromium || command -v google-chrome
}
test_needs="
rtmidi_is_built:g++ pkg-config python3-dev libasound2-dev libjack-jackd2-dev:gcc-c++ pkgconf-pkg-config python3-devel alsa-lib-devel jack-audio-connection-kit-devel:gcc pkgconf alsa-lib jack2
command -v pulseaudio:pulseaudio:pulseaudio:pulseaudio
command -v pactl:pulseaudio-utils:pulseaudio-utils:libpulse
command -v systemd-analyze:systemd:systemd:systemd
have_lib alsa-lib/libasound_module_pcm_pulse.so:libasound2-plugins:alsa-plugins-pulseaudio:alsa-plugins
command -v oscsend:liblo-tools:liblo-devel:liblo
command -v Xvfb:xvfb:xorg-x11-server-Xvfb:xorg-server-xvfb
command -v xdotool:xdotool:xdotool:xdotool
have_browser:chromium:chromium:chromium
command -v Xorg:xserver-xorg-core:xorg-x11-server-Xorg:xorg-server
have_lib xorg/modules/drivers/dummy_drv.so:xserver-xorg-video-dummy:xorg-x11-drv-dummy:xf86-video-dummy
command -v xrandr:x11-xserver-utils:xrandr:xorg-xrandr
command -v ip:iproute2:iproute:iproute2
command -v jackd:jackd2:jack-audio-connection-kit:jack2
"

missing_packages() { # column number -> packages whose test fails
    printf '%s' "$needs" | while IFS=: read -r check debian fedora arch; do
        [ -n "$check" ] || continue
        eval "$check" >/dev/null 2>&1 || case $1 in 1) echo "$debian" ;; 2) echo "$fedora" ;; 3) echo "$arch" ;; esac
    done | sort -u | tr '\n' ' '
}

install_system() {
    if [ "$(uname)" = Darwin ]; then
        command -v brew >/dev/null || die "needs Homebrew (https://brew.sh) to install portaudio"
        brew list portaudio >/dev/null 2>&1 || brew install portaudio
    elif command -v apt-get >/dev/null; then
        local list; list=$(missing_packages 1)
        "$python" -c 'import venv, ensurepip' 2>/dev/null || list="$list python3-venv"
        [ -n "${list// /}" ] || return 0
        say "system packages: $list"
        as_root apt-get update -qq
        DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends $list
    elif command -v dnf >/dev/null; then
        local list; list=$(missing_packages 2)
        [ -z "${list// /}" ] || { say "system packages: $list"; as_root dnf install -y -q $list; }
    elif command -v pacman >/dev/null; then
        local list; list=$(missing_packages 3)
        [ -z "${list// /}" ] || { say "system packages: $list"; as_root pacman -S --needed --noconfirm $list; }
    else
        echo "setup: unknown package manager; please install EGL, OpenGL and PortAudio yourself" >&2
    fi
}

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null &&
            "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null &&
            { command -v "$candidate"; return; }
    done
    return 1
}

python=$(find_python) || {
    if command -v apt-get >/dev/null && ! command -v python3 >/dev/null; then
        as_root apt-get update -qq
        DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends python3 python3-venv
        python=$(find_python)
    fi
} || die "needs Python 3.11, 3.12 or 3.13; install one, or name it: make setup PYTHON=/path/to/python3.12"
[ -n "$python" ] || die "needs Python 3.11, 3.12 or 3.13; install one, or name it: make setup PYTHON=/path/to/python3.12"

needs=$base_needs
[ "$want" != test ] || needs="$base_needs$test_needs"
install_system

case $want in
    base) extra="" ;;
    test) extra="[test]" ;;
    gpu) extra="" ;; # see install_for_gpu
    *) die "unknown set-up '$want': base, test or gpu" ;;
esac

# What the card and its driver take: not a fixed list, and never two packages over each other.
calls_for_gpu() { "$python" -m realtime.paint.diffusion.road; }
install_for_gpu() { # what calls_for_gpu said
    local calls=$1 line
    set -f # the names have brackets
    while IFS= read -r line; do
        # shellcheck disable=SC2086 # words
        .venv/bin/python -m pip $line -q --disable-pip-version-check || die "pip $line failed"
    done <<<"$calls"
    set +f
}

stamp=.venv/.ready-$want
# An environment that another checkout lends is that one's to keep up.
if [ -L .venv ]; then :
elif [ ! -e "$stamp" ] || [ pyproject.toml -nt "$stamp" ] || [ constraints.txt -nt "$stamp" ]; then
    calls=""
    if [ "$want" = gpu ] || [ -e .venv/.ready-gpu ]; then # before anything is installed: is there a card?
        calls=$(calls_for_gpu) || exit 2
    fi
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    say "Python packages ($want) into .venv"
    if [ "$want" = gpu ]; then
        install_for_gpu "$calls"
    else
        # --no-compile: byte code is written when a module is first used, not for all of them now.
        .venv/bin/python -m pip install -q --disable-pip-version-check --no-compile -c constraints.txt -e ".$extra"
        # It may just have laid the plain ONNX Runtime over the card's.
        [ -z "$calls" ] || install_for_gpu "$calls"
    fi
    touch "$stamp"
fi
