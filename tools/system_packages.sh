#!/usr/bin/env bash
# Installs the programs that the named uses need, where they are missing: through apt when root, else one sentence naming them.
#   venv: python -m venv · office: LibreOffice and PDF pictures, with Chinese fonts · git: the list of tracked files
#   click: LibreOffice with a window, reached from Python, on a screen that nobody looks at, with a mouse that nobody moves
# In CI a program that stays missing is a failure; elsewhere the tests that need it say so and are skipped.
set -eu
packages=""
need() { packages="$packages $*"; }

for use in "$@"; do
  case "$use" in
    venv) "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv ;;
    git) command -v git >/dev/null || need git ;;
    office)
      command -v soffice >/dev/null && [ -e "$(dirname "$(readlink -f "$(command -v soffice)")")/libswlo.so" ] || need libreoffice-writer
      command -v soffice >/dev/null && [ -e "$(dirname "$(readlink -f "$(command -v soffice)")")/libsclo.so" ] || need libreoffice-calc
      command -v pdftoppm >/dev/null || need poppler-utils
      fc-list :lang=zh-cn family 2>/dev/null | grep -q . || need fonts-noto-cjk fontconfig
      ;;
    click)
      [ -e "$(dirname "$(readlink -f "$(command -v soffice || echo /)")")/libvclplug_genlo.so" ] || need libreoffice-writer libreoffice-calc
      [ -e /usr/lib/python3/dist-packages/uno.py ] || need python3-uno
      command -v Xvfb >/dev/null || need xvfb
      command -v xdotool >/dev/null || need xdotool
      command -v openbox >/dev/null || need openbox
      command -v import >/dev/null || need imagemagick
      ;;
    *) echo "unknown use: $use" >&2; exit 2 ;;
  esac
done
[ -n "$packages" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086  # a list of names
  apt-get install -y -qq --no-install-recommends $packages >/dev/null
  exit 0
fi
echo "Missing here, please install:$packages" >&2
case " $packages " in *" python3-venv "*) exit 1 ;; esac
[ "${CI:-}" = true ] && exit 1
exit 0
