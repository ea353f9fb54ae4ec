#!/bin/sh
# Writes the manual page of a program from what its --help says: man_page.sh PROGRAM SECTION "WHAT IT IS" PAGE
set -eu

program=$1 section=$2 purpose=$3
exec >"$4"
name=$(basename "$program")
version=$("$program" --version)

# In roff a line must not begin with . or ', and \ and - have meanings of their own.
verbatim() {
	sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^\([.']\)/\\\\\&\1/"
}

cat <<END
.TH $(echo "$name" | tr '[:lower:]' '[:upper:]') $section "" "$version" "sipwhy"
.SH NAME
$name \\- $purpose
.SH DESCRIPTION
.nf
END
"$program" --help | verbatim
echo .fi
