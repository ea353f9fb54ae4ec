# Completes the flags of sipwhy's programs, and the commands of sipwhy-kb, from what their --help says.
_sipwhy() {
	local word=${COMP_WORDS[COMP_CWORD]} said words
	COMPREPLY=()
	said=$("$1" --help 2>/dev/null) || return
	words=$(grep -oE -- '--[a-z][a-z-]+=?' <<<"$said")
	[ "${1##*/}" != sipwhy-kb ] || words+=" "$(sed -n 's/^  \([a-z]\{3,\}\) .*/\1/p' <<<"$said")
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
	[[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
}
complete -o default -F _sipwhy @PROGRAM@
